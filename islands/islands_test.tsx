/** What people read and reach in each state, as a screen reader would find it. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { signal } from "@preact/signals";
import { ResumeCard } from "@/views/library/ResumeCard.tsx";
import { renderToString } from "preact-render-to-string";
import { SyncTable } from "@/components/player/SyncTable.tsx";
import {
  createFakeAppModel,
  fakeReady,
  fakeRoom,
  type FakeStart,
  fakeVideo,
} from "@/tests/support/fake_app_model.ts";
import type {
  Action,
  PresenceReport,
  Room,
} from "@/lib/shared/room/protocol.ts";
import type { ViewerStatus } from "@/lib/client/model/screen.ts";
import type { Visit } from "@/lib/client/model/visits.ts";
import type { Entry } from "@/lib/shared/video/video_length.ts";
import { Controls } from "@/views/player/Controls.tsx";
import { Browse as Library } from "@/views/library/Browse.tsx";
import { PresenceList } from "@/views/people/PresenceList.tsx";
import { Queue } from "@/views/queue/Queue.tsx";
import { GearSheet } from "@/views/player/GearSheet.tsx";
import { Stage } from "@/views/player/Stage.tsx";
import PanelTabs from "./PanelTabs.tsx";
import SyncStatus from "./SyncStatus.tsx";

import { SyncDetails } from "@/views/player/SyncDetails.tsx";
import { RoomWaits } from "@/views/player/RoomWaits.tsx";
import { EndCard } from "@/views/player/EndCard.tsx";
import { Said } from "@/views/player/Said.tsx";

const ISLANDS = {
  EndCard,
  Controls,
  Library,
  PresenceList,
  Queue,
  Stage,
  SyncDetails,
  SyncStatus,
};

function show(name: keyof typeof ISLANDS, state: FakeStart): string {
  const Island = ISLANDS[name];
  return renderToString(<Island model={createFakeAppModel(state)} />);
}

/** What is said of an action. */
function said(state: FakeStart, action: Action): string {
  const model = createFakeAppModel(state);
  const room = state.room ?? fakeRoom();
  return textOf(
    renderToString(<Said model={model} action={action} room={room} />),
  );
}

/** What a room that waits says over its film. */
function waits(room: Room, state: FakeStart): string {
  const model = createFakeAppModel(fakeReady({ ...state, room }));
  return textOf(renderToString(<RoomWaits model={model} room={room} />));
}

/** The text without markup, as it is read. */
function textOf(html: string): string {
  return html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ").trim();
}

Deno.test("[U1] every state of the entrance says where one is, or what to do", () => {
  const words = {
    connecting: "Connecting to Discord",
    signing_in: "Signing you in",
    joining: "Joining the room",
  } as const;
  for (const [step, word] of Object.entries(words)) {
    const html = show("Stage", {
      phase: { step: step as keyof typeof words },
    });
    assertStringIncludes(textOf(html), word);
  }
  const failed = show("Stage", {
    phase: { step: "failed", reason: "Discord does not answer. Try again." },
  });
  assertStringIncludes(textOf(failed), "Discord does not answer.");
  assertStringIncludes(textOf(failed), "Try again");
});

Deno.test("[O37] the offer of a new version is a sentence with a button", () => {
  const quiet = show("Stage", fakeReady());
  assert(!textOf(quiet).includes("new version"));
  const html = show("Stage", fakeReady({ offersReload: true }));
  assertStringIncludes(textOf(html), "A new version is ready.");
  assert(/<button[^>]*>.*Reload/.test(html));
});

Deno.test("[U2] words from outside are text, never markup", () => {
  const evil = `<img src=x onerror=alert(1)>`;
  const room = fakeRoom({
    video: { id: "v1", title: evil, duration: 9 },
    queue: [{
      id: "q",
      video: { id: "v2", title: evil, duration: 9 },
      by: "ada",
    }],
    members: fakeRoom().members.map((one) => ({ ...one, username: evil })),
  });
  for (const name of ["Controls", "PresenceList", "Queue", "Stage"] as const) {
    const html = show(name, fakeReady({ room }));
    assert(!html.includes("<img src=x"), name);
  }
  const html = show("Library", {
    ...fakeReady(),
    browser: {
      state: "ready",
      samplesBecause: null,
      more: "no",
      query: evil,
      videos: [fakeVideo({ title: evil })],
    },
  });
  assert(!html.includes("<img src=x"));
});

Deno.test("[U3] every button and field has a name", () => {
  const room = fakeRoom({
    queue: [{
      id: "q",
      video: { id: "v2", title: "Two", duration: 9 },
      by: "ben",
    }],
  });
  const state = fakeReady({
    room,
    canInvite: true,
    canDuck: true,
    browser: {
      state: "ready",
      samplesBecause: null,
      more: "yes",
      query: "",
      videos: [fakeVideo()],
    },
    choices: {
      qualities: [
        { id: 1, height: 720, bitrate: 1, label: "720p" },
        { id: 0, height: 360, bitrate: 1, label: "360p" },
      ],
      quality: null,
      captionTracks: [{ id: "en", language: "en", label: "English" }],
      captionTrack: null,
      audioTracks: [],
      audioTrack: null,
    },
  });
  for (const name of Object.keys(ISLANDS) as (keyof typeof ISLANDS)[]) {
    const html = show(name, state);
    for (
      const [button, attributes, content] of html.matchAll(
        /<button([^>]*)>(.*?)<\/button>/gs,
      )
    ) {
      const label = /aria-label="([^"]+)"/.exec(attributes ?? "")?.[1];
      assert(label || textOf(content ?? ""), `${name}: ${button}`);
    }
    for (const [field] of html.matchAll(/<(?:input|select)[^>]*>/g)) {
      const before = html.slice(0, html.indexOf(field));
      const isLabelled = /aria-label=/.test(field) ||
        before.lastIndexOf("<label") > before.lastIndexOf("</label");
      assert(isLabelled, `${name}: ${field}`);
    }
  }
});

Deno.test("[U4] a guest sees who has the remote, and controls that are off", () => {
  const state = fakeReady({
    me: { id: "ben", username: "Ben", avatarUrl: null },
    mayControl: false,
    primaryAction: null,
  });
  const html = show("Controls", state);
  assert(/<button[^>]*disabled[^>]*aria-label="Play for everyone"/.test(html));
  assertStringIncludes(textOf(html), "Ada is host and has the remote.");
});

Deno.test("[U8] everyone reads what the big button does for them", () => {
  const labels = {
    play: "Play for everyone",
    pause: "Pause for everyone",
    again: "Play again for everyone",
    pause_here: "Pause for you",
    back: "Back to the room",
  } as const;
  for (const [action, label] of Object.entries(labels)) {
    const html = show("Controls", {
      ...fakeReady(),
      primaryAction: action as keyof typeof labels,
    });
    const button = new RegExp(`<button[^>]*aria-label="${label}"`).exec(html);
    assert(button && !/ disabled/.test(button[0]), label);
  }
  const host = textOf(show("SyncDetails", fakeReady()));
  assertStringIncludes(host, "Pause for you");
  const away = textOf(
    show("SyncDetails", {
      ...fakeReady(),
      primaryAction: "back",
    }),
  );
  assert(!away.includes("Pause for you"));
});

Deno.test("[U5] the room says whom it waits for; only who has the remote may go on", () => {
  const room = fakeRoom({
    gate: {
      rev: 1,
      reason: "load",
      waitingFor: ["ada", "ben"],
      since: 0,
      until: 1,
    },
  });
  assertEquals(
    waits(room, {}),
    "Waiting for you and Ben Go on without waiting",
  );
  assertEquals(waits(room, { mayControl: false }), "Waiting for you and Ben");
});

Deno.test("[S22] the details of sync say how far apart all screens are", () => {
  const skew = { p50Ms: 8, p95Ms: 23, viewers: 3 };
  const html = show("SyncDetails", { ...fakeReady(), skew });
  assertStringIncludes(textOf(html), "within 23 ms");
  const alone = show("SyncDetails", { ...fakeReady(), skew: null });
  assert(!textOf(alone).includes("within"));
});

Deno.test("[S23] everyone's figures are a table, drawn only while it is open", () => {
  assert(!show("SyncDetails", fakeReady()).includes("<table"));
  const figures = {
    syncAttempts: 4,
    syncSuccesses: 3,
    averageSyncDelta: 0.021,
    lastSyncTime: 7,
    username: "<b>Ann</b>",
    driftMs: -12,
    networkQuality: "good",
  } as const;
  const html = renderToString(
    <SyncTable metrics={new Map([["ann", figures]])} locale="en" />,
  );
  assertStringIncludes(html, "&lt;b>Ann");
  const text = textOf(html);
  for (const part of ["12 ms behind", "21 ms", "3 / 4"]) {
    assertStringIncludes(text, part);
  }
});

Deno.test("[U6] [U65] the state of this page is a word beside a picture, in the tile too", () => {
  const words: [ViewerStatus, string][] = [
    [{ kind: "joining" }, "Joining"],
    [{ kind: "nothing_on" }, "Nothing on"],
    [{ kind: "in_sync" }, "In sync"],
    [{ kind: "catching_up" }, "Catching up"],
    [{ kind: "reconnecting" }, "Reconnecting"],
    [{ kind: "paused_here" }, "Paused for you"],
    [{ kind: "paused", by: "ada" }, "Paused by you"],
    [{ kind: "paused", by: "ben" }, "Paused by Ben"],
    [{ kind: "paused", by: "who left" }, "Paused"],
    [{ kind: "waiting", for: ["ben"] }, "Waiting for Ben"],
    [{ kind: "waiting", for: ["ada", "ben"] }, "Waiting for you and Ben"],
    [{ kind: "ended" }, "The end"],
  ];
  for (const [status, word] of words) {
    const html = show("SyncStatus", fakeReady({ status }));
    assertStringIncludes(textOf(html), `${word} : details`);
    assertStringIncludes(html, "<svg");
  }
});

Deno.test("[U6] where the media failed nothing loads, and nobody is said to play", () => {
  const state = fakeReady({
    mediaError: "Kaltura has no media for this video. Pick another one.",
    status: { kind: "failed" },
    sync: {
      status: "loading",
      driftMs: 0,
      rttMs: 40,
      quality: "good",
      isAway: false,
    },
  });
  const text = textOf(show("SyncStatus", state));
  assertStringIncludes(text, "Not playing");
  assert(!text.includes("Loading"));
  const presence: Record<string, PresenceReport> = {
    ada: {
      status: "active",
      trouble: "cannot_play",
      playbackState: { isPlaying: true, currentTime: 0, buffering: true },
    },
  };
  const members = [{
    id: "ada",
    username: "ada",
    avatarUrl: null,
    joinedAt: 1,
    goneAt: null,
    isHidden: false,
  }];
  const people = show(
    "PresenceList",
    fakeReady({ presence, room: fakeRoom({ members }) }),
  );
  assertStringIncludes(textOf(people), "Cannot play this video");
  assert(!people.includes("playback-indicator"));
});

Deno.test("[U7] times and numbers on screen follow the person's locale, words do not", () => {
  const state = fakeReady({
    locale: "fi",
    browser: {
      state: "ready",
      samplesBecause: null,
      videos: [fakeVideo({ duration: 125 })],
      query: "",
      more: "no",
    },
    room: fakeRoom({
      queue: [{
        id: "q",
        video: { id: "v2", title: "Dunes", duration: 3723 },
        by: "ben",
      }],
    }),
    sync: {
      status: "catching_up",
      driftMs: -1240,
      rttMs: 48,
      quality: "good",
      isAway: false,
    },
  });
  assertStringIncludes(textOf(show("Library", state)), "2.05");
  assertStringIncludes(textOf(show("Queue", state)), "1.02.03");
  assertStringIncludes(textOf(show("SyncDetails", state)), "1,2 s behind");
});

Deno.test("[U3] one tab of the panel is open, and says so from the first frame", () => {
  const html = renderToString(
    <PanelTabs model={createFakeAppModel(fakeReady({ tab: "queue" }))} />,
  );
  assertEquals(html.split('aria-selected="true"').length - 1, 1);
  assertEquals(html.split('aria-selected="false"').length - 1, 2);
});

Deno.test("[U75] the place stands before the length, also where words go from right to left", () => {
  assertStringIncludes(
    show("Controls", fakeReady({ locale: "ar" })),
    'class="time" dir="ltr"',
  );
});

Deno.test("[U10] a deed says what it changed, in words that fit who reads", () => {
  const deeds: [Partial<Room>, Action["kind"], string, string][] = [
    [
      { timeline: { ...fakeRoom().timeline, position: 107 } },
      "seek",
      "You jumped to 1:47",
      "Ada jumped to 1:47",
    ],
    [
      { timeline: { ...fakeRoom().timeline, rate: 1.5 } },
      "rate",
      "You set the speed to 1.5×",
      "Ada set the speed to 1.5×",
    ],
    [{ host: "ben" }, "hand_over", "You made Ben host", "Ada made you host"],
    [
      { settings: { control: "everyone", waitForAll: true } },
      "set_control",
      "You gave everyone the remote",
      "Ada gave everyone the remote",
    ],
  ];
  for (const [over, kind, mine, others] of deeds) {
    const action = { by: "ada", username: "Ada", kind, rev: 1 };
    const state = {
      ...fakeReady({ room: fakeRoom(over) }),
      lastAction: action,
    };
    assertStringIncludes(said(state, action), mine);
    const ben = { id: "ben", username: "Ben", avatarUrl: null };
    assertStringIncludes(said({ ...state, me: ben }, action), others);
  }
});

Deno.test("[U11] a long catalogue has a way on, also when the next page did not come", () => {
  const library = (more: "yes" | "no" | "loading" | "failed") =>
    textOf(show("Library", {
      ...fakeReady(),
      browser: {
        state: "ready",
        samplesBecause: null,
        query: "",
        more,
        videos: [fakeVideo()],
      },
    }));
  assertStringIncludes(library("yes"), "Show more");
  assertStringIncludes(library("failed"), "did not come. Show more");
  assert(!/Show more|Loading/.test(library("no")));
});

Deno.test("[Q1] a video that is on the list says so, and is not put there twice", () => {
  const video = fakeVideo();
  const room = fakeRoom({ queue: [{ id: "q", video, by: "ben" }] });
  const html = show("Library", {
    ...fakeReady({ room }),
    browser: {
      state: "ready",
      samplesBecause: null,
      query: "",
      more: "no",
      videos: [video],
    },
  });
  assert(
    /aria-label="On the list: Tide pools"[^>]*aria-disabled="true"|aria-disabled="true"[^>]*aria-label="On the list/
      .test(html),
  );
});

Deno.test("[U14] [U70] at the end whoever has the remote is offered to play again", () => {
  assertStringIncludes(textOf(show("EndCard", fakeReady())), "Play again");
  const guest = textOf(show("EndCard", fakeReady({ mayControl: false })));
  assertStringIncludes(guest, "The end");
  assert(!guest.includes("Play again"));
});

Deno.test("[U85] [Q11] a row says how many have voted and whether oneself has; only who has the remote sorts", () => {
  const { members } = fakeRoom();
  const item = (id: string) => ({
    id,
    by: "ada",
    video: { id, title: `<b>${id}`, duration: 60 },
  });
  const room = (...votes: string[][]) =>
    fakeRoom({
      queue: [item("v1"), item("v2")],
      members: members.map((one, n) => ({ ...one, votes: votes[n] })),
    });
  const html = show("Queue", fakeReady({ room: room(["v2"], ["v2", "past"]) }));
  const votes = [...html.matchAll(
    /<button[^>]*aria-pressed="(\w+)"[^>]*aria-label="([^"]*)"[^>]*>[^]*?<span>(\d+)/g,
  )].map((found) => found.slice(1));
  assertEquals(votes, [
    ["false", "Vote for &lt;b>v1: 0 votes", "0"],
    ["true", "Vote for &lt;b>v2: 2 votes", "2"],
  ]);
  const sort = (state: FakeStart) =>
    /<button[^>]*aria-disabled="(\w+)"[^>]*>[^]*?Sort by votes/.exec(
      show("Queue", fakeReady(state)),
    )?.[1] ?? null;
  assertEquals(sort({ room: room(["v2"], []) }), "false");
  assertEquals(sort({ room: room(["v1"], []) }), "true");
  assertEquals(sort({ room: room(), mayControl: false }), null);
});

Deno.test("[U71] who picked, sought, removed, sorted or handed over is offered the way back", () => {
  const action = { by: "ada", username: "Ada", rev: 7 } as const;
  const kinds: [Action["kind"], boolean][] = [
    ["load", true],
    ["play_item", true],
    ["seek", true],
    ["remove_item", true],
    ["sort_queue", true],
    ["hand_over", true],
    ["remove_member", true],
    ["pause", false],
    ["rate", false],
  ];
  for (const [kind, isOffered] of kinds) {
    const mine = said(fakeReady(), { ...action, kind });
    assertEquals(mine.includes("Undo"), isOffered, kind);
    const me = { id: "ben", username: "Ben", avatarUrl: null };
    const others = said(fakeReady({ me }), { ...action, kind });
    assert(!others.includes("Undo"), kind);
  }
});

Deno.test("[U72] the host is asked for the remote, and gives it with one press", () => {
  const action = {
    by: "ben",
    username: "Ben",
    kind: "ask_remote",
    rev: 7,
  } as const;
  assertStringIncludes(
    said(fakeReady(), action),
    "Ben would like the remote Give the remote",
  );
  const me = { id: "ben", username: "Ben", avatarUrl: null };
  assert(!said(fakeReady({ me }), action).includes("Give the remote"));
  const html = show("PresenceList", fakeReady({ me, mayControl: false }));
  assertStringIncludes(textOf(html), "Ada has the remote. Ask for it");
});

Deno.test("[R95] [U72] a co-host's row says so; they read that they have the remote, and the host may take it back", () => {
  const room = fakeRoom({
    settings: { control: "host", waitForAll: true, cohosts: ["ben"] },
  });
  const people = (id: string) =>
    textOf(show(
      "PresenceList",
      fakeReady({ room, me: { id, username: id, avatarUrl: null } }),
    ));
  assertStringIncludes(people("ada"), "Ben Co-host");
  assertStringIncludes(people("ada"), "Take the remote back : Ben");
  assertStringIncludes(people("ben"), "You and Ada have the remote.");
  assert(!people("ben").includes("Ask for it"));
  const action = {
    by: "ada",
    username: "Ada",
    whom: { id: "ben", username: "Ben" },
    rev: 7,
  } as const;
  const me = { id: "ben", username: "Ben", avatarUrl: null };
  for (
    const [kind, mine, others] of [
      ["share_remote", "Ada gave you the remote", "You gave Ben the remote"],
      [
        "take_remote",
        "Ada took the remote back from you",
        "You took the remote back from Ben",
      ],
    ] as const
  ) {
    assertEquals(said(fakeReady({ me }), { ...action, kind }), mine);
    assertEquals(said(fakeReady(), { ...action, kind }), others);
  }
});

Deno.test("[U83] who came and went is folded, with the time; names are text", () => {
  const list = signal<readonly Visit[]>([
    { key: 2, kind: "removed", name: "<b>Cy</b>", atMs: 0 },
    { key: 1, kind: "joined", name: "Ben", atMs: 0 },
  ]);
  const html = show(
    "PresenceList",
    fakeReady({ later: { visits: { list } } }),
  );
  assertStringIncludes(textOf(html), "Who came and went");
  assert(/&lt;b>Cy&lt;\/b> was removed.*Ben joined/.test(textOf(html)), html);
  assert(!/<details[^>]* open/.test(html));
  assert(!textOf(show("PresenceList", fakeReady())).includes("came and went"));
});

Deno.test("[U82] [G13] who is asked says that they are back; who is missing is named", () => {
  const paused = { ...fakeRoom().timeline, playing: false };
  const check = { rev: 1, by: "ada", since: 5, until: 9, plays: true };
  const asked = fakeRoom({ timeline: paused, check });
  const me = { id: "ben", username: "Ben", avatarUrl: null };
  assertEquals(waits(asked, { me }), "Ada asks: are you back? I’m back");
  assertEquals(waits(asked, {}), "Waiting for Ben Go on without waiting");
  const button = (state: FakeStart) =>
    /<button[^>]*aria-disabled="(true|false)"[^>]*>[^]*?Everyone back\?/.exec(
      show("PresenceList", fakeReady(state)),
    )?.[1] ?? null;
  const [ada] = fakeRoom().members;
  const table: [FakeStart, string | null][] = [
    [{ room: fakeRoom({ timeline: paused }) }, "false"],
    // In the same place, so that nothing moves when the film goes on.
    [{ room: fakeRoom() }, "false"],
    [{ room: asked }, "true"],
    [{ mayControl: false }, null],
    [{ room: fakeRoom({ video: null }) }, null],
    [{ room: fakeRoom({ members: ada ? [ada] : [] }) }, null],
  ];
  for (const [state, is] of table) assertEquals(button(state), is);
});

Deno.test("[U82] what loads while people are asked whether they are back says nothing beside the question", () => {
  const playback = {
    position: 5,
    duration: 120,
    playing: false,
    buffering: true,
    bufferedTo: 5,
  };
  const check = { rev: 1, by: "ada", since: 5, until: 9, plays: true };
  const stage = (room: Room) =>
    textOf(show("Stage", fakeReady({ room, playback })));
  assertStringIncludes(stage(fakeRoom()), "Loading");
  assert(!stage(fakeRoom({ check })).includes("Loading"));
});

Deno.test("[U80] who was removed reads by whom and for how long; the others read it once", () => {
  const reason =
    "Ada removed you from this room. You can come back in 10 minutes.";
  const stage = textOf(show("Stage", {
    phase: { step: "failed", reason, code: "removed" },
  }));
  assertStringIncludes(stage, `You were removed ${reason} Try again`);
  const action = {
    by: "ada",
    username: "Ada",
    kind: "remove_member",
    whom: { id: "ben", username: "<b>Ben</b>" },
    rev: 7,
  } as const;
  const me = { id: "cy", username: "Cy", avatarUrl: null };
  assertEquals(
    said(fakeReady({ me }), action),
    "Ada removed &lt;b>Ben&lt;/b> from the room",
  );
  const people = (id: string) =>
    textOf(show(
      "PresenceList",
      fakeReady({ me: { id, username: id, avatarUrl: null } }),
    ));
  assertStringIncludes(people("ada"), "Remove from the room : Ben");
  assert(!people("ada").includes("Remove from the room : Ada"));
  assert(!people("ben").includes("Remove from the room"));
});

Deno.test("[U69] what is on is not picked again; who has no remote suggests", () => {
  const browser = {
    state: "ready",
    samplesBecause: null,
    query: "",
    more: "no",
    videos: [fakeVideo({ views: 1234 })],
  } as const;
  const html = show(
    "Library",
    fakeReady({ browser: { ...browser, videos: [...browser.videos] } }),
  );
  assert(/class="card"[^>]*aria-disabled="true"/.test(html), html);
  assertStringIncludes(textOf(html), "On now");
  const other = fakeReady({
    browser: { ...browser, videos: [...browser.videos] },
    room: fakeRoom({ video: null }),
    mayControl: false,
  });
  const guest = show("Library", other);
  assertStringIncludes(textOf(guest), "Jan 1, 2026 · 1.2K views");
  assertStringIncludes(guest, 'aria-label="Suggest: Tide pools"');
  assert(/class="card"[^>]* disabled/.test(guest));
});

Deno.test("[U12] a button tells the key that does the same", () => {
  const html = show("Controls", fakeReady());
  for (const [key, label] of [["k", "Pause for everyone"], ["m", "Mute"]]) {
    const [button = ""] =
      new RegExp(`<button[^>]*aria-label="${label}"[^>]*>`).exec(html) ?? [];
    assertStringIncludes(button, `aria-keyshortcuts="${key}"`);
    assertStringIncludes(button, `title="${label} (${key})"`);
  }
});

Deno.test("[U20] every person has marks for status, connection and playback, each with its word", () => {
  const presence: Record<string, PresenceReport> = {
    ada: {
      status: "active",
      networkQuality: "good",
      playbackState: { isPlaying: true, currentTime: 65.7, buffering: false },
    },
    ben: {
      status: "away",
      networkQuality: "fair",
      playbackState: { isPlaying: false, currentTime: 3723, buffering: false },
    },
    cat: { status: "inactive", networkQuality: "poor" },
  };
  const members = ["ada", "ben", "cat", "dan"].map((id) => ({
    id,
    username: id,
    avatarUrl: null,
    joinedAt: 1,
    goneAt: null,
    isHidden: false,
  }));
  const html = show(
    "PresenceList",
    fakeReady({ presence, room: fakeRoom({ members }) }),
  );
  const [ada = "", ben = "", cat = "", dan = ""] = html.split("<li ").slice(1);
  const count = (text: string, part: string) => text.split(part).length - 1;

  assert(/class="[^"]*\buser-status-active\b/.test(ada));
  assert(/class="[^"]*\buser-status-away\b/.test(ben));
  assert(/class="[^"]*\buser-status-inactive\b/.test(cat));
  for (const one of [ada, ben, cat, dan]) {
    assertEquals(count(one, 'class="status-indicator"'), 1);
    assertEquals(count(one, 'class="network-indicator'), 1);
  }
  assertEquals(count(html, "host-badge"), 1);
  assertStringIncludes(ada, "host-badge");

  // Three levels: bars that are full, and a word.
  const levels = [[ada, "good", 3], [ben, "fair", 2], [
    cat,
    "poor",
    1,
  ]] as const;
  for (const [one, level, bars] of levels) {
    assertStringIncludes(one, `network-indicator network-${level}"`);
    assertEquals(count(one, 'class="bar-on"'), bars);
    assert(new RegExp(`${level} connection`, "i").test(textOf(one)));
  }
  assertEquals(count(dan, 'class="bar-on"'), 0);
  assertStringIncludes(dan, "Connection not known yet");

  assertStringIncludes(
    ada,
    'class="playback-indicator" title="Playing at 01:05"',
  );
  assertStringIncludes(
    ben,
    'class="playback-indicator" title="Paused at 1:02:03"',
  );
  assertEquals(count(cat, "playback-indicator"), 0);
});

Deno.test("[U22] every entry is shown as what it is, and a length that is not known is not shown", () => {
  const cases: [Entry, string | null, string, string][] = [
    [{ kind: "video", duration: 65 }, "1:05", "1 minute 5 seconds", "film"],
    [{ kind: "video", duration: 0 }, null, "length not known", "film"],
    [{ kind: "audio", duration: 65 }, "1:05", "audio, 1 minute", "note"],
    [{ kind: "audio", duration: 0 }, "Audio", "audio, length not", "note"],
    [{ kind: "live", duration: 0 }, "Live", "live", "broadcast"],
    [{ kind: "live", duration: 0, isLive: true }, "Live", "live", "broadcast"],
    [
      { kind: "live", duration: 0, isLive: false },
      "Not on air",
      "live, not on air now",
      "broadcast",
    ],
  ];
  for (const [entry, shown, spoken, icon] of cases) {
    const video = { ...fakeVideo(), ...entry };
    const html = show("Library", {
      ...fakeReady(),
      browser: {
        state: "ready",
        samplesBecause: null,
        query: "",
        more: "no",
        videos: [video],
      },
    });
    const [, badge = null] = /class="card-time"[^>]*>([^<]*)</.exec(html) ?? [];
    assertEquals(badge, shown, JSON.stringify(entry));
    assertStringIncludes(textOf(html), `, ${spoken}`);
    assertStringIncludes(html, `icon-${icon}"`);
    assert(!html.includes("0:00"));
    const queue = [{ id: "q", video, by: "ben" }];
    const list = textOf(
      show("Queue", fakeReady({ room: fakeRoom({ queue }) })),
    );
    assertStringIncludes(
      list,
      shown === null ? "Tide pools from" : `${shown} · from`,
    );
  }
  const playback = {
    position: 65,
    duration: 0,
    playing: true,
    buffering: false,
    bufferedTo: 65,
  };
  const controls = show("Controls", fakeReady({ playback }));
  assertStringIncludes(textOf(controls), "Time 1:05");
  assert(!/0:00|\b0 seconds/.test(controls), controls);
  const video = {
    id: "v1",
    title: "A talk",
    duration: 0,
    kind: "audio" as const,
  };
  const stage = show("Stage", fakeReady({ room: fakeRoom({ video }) }));
  assertStringIncludes(textOf(stage), "Audio only");
  assert(!textOf(show("Stage", fakeReady())).includes("Audio only"));
});

Deno.test("[U23] a library that lists nothing offers the search", () => {
  const library = (query: string) =>
    textOf(show("Library", {
      ...fakeReady(),
      browser: {
        state: "ready",
        samplesBecause: null,
        query,
        more: "no",
        videos: [],
      },
    }));
  assertStringIncludes(library(""), "Search for one by title.");
  assertStringIncludes(library(""), "Search videos");
  assertStringIncludes(library("tide"), "No video matches “ tide ”.");
  assert(!library("tide").includes("by title"));
});

Deno.test("[U26] samples that stand in for a catalogue say so, and why", () => {
  const library = (samplesBecause: string | null) =>
    textOf(show("Library", {
      ...fakeReady(),
      browser: {
        state: "ready",
        query: "",
        more: "no",
        videos: [fakeVideo()],
        samplesBecause,
      },
    }));
  const told = library(
    "The video library is not responding. Try again in a moment.",
  );
  assertStringIncludes(
    told,
    "These are samples. The video library is not responding. Ask again",
  );
  assert(!library(null).includes("samples"));
});

Deno.test("[U22] what has no place yet shows none, and cannot be scrubbed", () => {
  const video = { id: "v1", title: "T", duration: 0 };
  const playback = {
    position: 0,
    duration: 0,
    playing: true,
    buffering: false,
    bufferedTo: 0,
  };
  const controls = (over: FakeStart) =>
    show("Controls", fakeReady({ playback, ...over }));
  const onAirLater = controls({
    room: fakeRoom({ video: { ...video, kind: "live" } }),
  });
  for (
    const html of [onAirLater, controls({ room: fakeRoom({ video: null }) })]
  ) {
    assert(!textOf(html).includes("0:00"));
    assertStringIncludes(html, 'aria-valuetext="Nothing on yet"');
  }
  const unknown = controls({ room: fakeRoom({ video }) });
  assertStringIncludes(textOf(unknown), "0:00");
});

Deno.test("[W40] the bar has a notch for each chapter within it, and the slider says the one it is in", () => {
  const chapters = [
    { start: 0, title: "Welcome" },
    { start: 60, title: "<b>Proof</b>" },
    { start: 500, title: "Beyond the end" },
  ];
  const extras = { chapters, preview: null, reportsPlays: false };
  const html = show("Controls", fakeReady({ extras }));
  assertEquals(html.split('class="notch"').length - 1, 1);
  assertStringIncludes(
    html,
    'aria-valuetext="1 minute 5 seconds of 2 minutes, &lt;b>Proof&lt;/b>"',
  );
  const plain = show("Controls", fakeReady());
  assert(!plain.includes("notch"));
});

Deno.test("[W46] the library has a menu of playlists and categories where there are any", () => {
  const collections = [{ id: "playlist:1_a", title: "Evening <3" }];
  const state = fakeReady({
    collections,
    collection: "playlist:1_a",
    browser: {
      state: "ready",
      more: "no",
      query: "",
      videos: [],
      samplesBecause: null,
    },
  });
  const html = show("Library", state);
  assertStringIncludes(html, 'aria-label="Playlist or category"');
  assertStringIncludes(html, "Evening &lt;3");
  assertStringIncludes(textOf(html), "Nothing in here plays now.");
  assert(!show("Library", fakeReady()).includes("Playlist or category"));
});

Deno.test("[T10] a broadcast's controls say live, or how far behind it is, and lead there", () => {
  const live = { from: 1_764_000_000, to: 1_764_000_300, isOver: false };
  const controls = (position: number, over: FakeStart = {}) =>
    show(
      "Controls",
      fakeReady({
        playback: {
          position,
          duration: 0,
          live,
          playing: true,
          buffering: false,
          bufferedTo: position + 10,
        },
        ...over,
      }),
    );
  const now = controls(live.to - 2);
  assertStringIncludes(textOf(now), "Live");
  assert(!textOf(now).includes("Go to live"));
  const late = controls(live.to - 65);
  assertStringIncludes(textOf(late), "1:05 behind live");
  assertStringIncludes(textOf(late), "Go to live");
  assertStringIncludes(late, 'min="1764000000"');
  assertStringIncludes(late, 'aria-valuetext="1 minute 5 seconds behind live"');
});

Deno.test("[T10] where it is live no speed is offered that would be ahead of it", () => {
  const sheet = (maxRate?: number) =>
    renderToString(
      <GearSheet
        model={createFakeAppModel(fakeReady())}
        maxRate={maxRate}
        isRateOff={false}
        onKeys={() => {}}
      />,
    );
  assert(/value="1.25"[^>]*disabled/.test(sheet(1)));
  assert(!/value="1"[^>]*disabled/.test(sheet(1)));
  assert(!/value="1.25"[^>]*disabled/.test(sheet()));
});

Deno.test("[U77] a film that was left is offered before the library, with its place, and a name in it stays a name", () => {
  const offer = signal({
    placeId: "c",
    videoId: "v1",
    title: "<b>Tide</b>",
    position: 2472,
    leftAtMs: Date.UTC(2026, 10, 20, 20),
  });
  const resume = { offer, goOn() {}, dismiss() {} };
  const sounds = { isOn: signal(false), setOn() {} };
  const state = { ...fakeReady(), later: { resume, sounds } };
  const html = renderToString(
    <ResumeCard model={createFakeAppModel(state)} />,
  );
  assertStringIncludes(
    textOf(html),
    "Go on with &lt;b>Tide&lt;/b> at 41:12 ?",
  );
  assertStringIncludes(textOf(html), "Nov 20, 2026 .");
  assertEquals(html.includes("<b>"), false);
  const none = createFakeAppModel(fakeReady());
  assertEquals(renderToString(<ResumeCard model={none} />), "");
});
