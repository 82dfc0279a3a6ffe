import { useSignal, useSignalEffect } from "@preact/signals";
import type { TargetedEvent } from "preact";
import { useRef } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import { ChoiceMenu } from "@/components/ChoiceMenu.tsx";
import { RemoteHint } from "@/components/RemoteHint.tsx";
import { VideoCard } from "@/components/library/VideoCard.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { tryingAgain, withoutAsking } from "@/lib/client/page/sentence.ts";
import { MAX_QUERY_LENGTH } from "@/lib/shared/limits.ts";
import { hostOf } from "@/lib/shared/room/people.ts";

/** Props of {@linkcode Library}. */
export interface LibraryProps {
  model: AppModel;
}

/** The catalogue: look for a video, pick one for the room. */
export function Library({ model }: LibraryProps) {
  const query = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useSignalEffect(() => {
    const isReady = model.session.phase.value.step === "ready";
    if (isReady && model.catalogue.browser.peek().state === "idle") {
      model.catalogue.browse("");
    }
  });

  function search(event: TargetedEvent<HTMLFormElement>): void {
    event.preventDefault();
    model.catalogue.browse(query.value.trim());
  }
  function type(text: string): void {
    query.value = text;
    const { value: browser } = model.catalogue.browser;
    // An emptied box shows everything again, without a press.
    if (text === "" && browser.state === "ready" && browser.query !== "") {
      show(null);
    }
  }
  /** `null`: everything. */
  function show(collection: string | null): void {
    query.value = "";
    model.catalogue.browseIn(collection);
  }

  const room = model.room.current.value;
  return (
    <section
      class="library"
      id="library"
      aria-labelledby="library-title"
      tabIndex={-1}
    >
      <h2 id="library-title">Library</h2>
      <form class="search" role="search" onSubmit={search}>
        <input
          ref={field}
          type="search"
          aria-label="Search videos"
          maxLength={MAX_QUERY_LENGTH}
          placeholder="Search videos"
          value={query.value}
          onInput={(event) => type(event.currentTarget.value)}
        />
        <Button type="submit" icon="search" label="Search" />
      </form>
      {model.catalogue.collections.value.length > 0 && (
        <div class="collections">
          <ChoiceMenu
            label="Playlist or category"
            none="All videos"
            options={model.catalogue.collections.value.map(({ id, title }) => ({
              id,
              label: title,
            }))}
            chosen={model.catalogue.collection.value}
            onPick={show}
          />
        </div>
      )}
      {room && !model.room.mayControl.value && (
        <RemoteHint
          id="library-hint"
          hostName={hostOf(room)?.username ?? null}
          deed="picks the video"
        />
      )}
      <Results
        model={model}
        onShowAll={() => show(null)}
        onSearch={() => field.current?.focus()}
      />
    </section>
  );
}

interface ResultsProps {
  model: AppModel;
  onShowAll: () => void;
  onSearch: () => void;
}

function Results({ model, onShowAll, onSearch }: ResultsProps) {
  const browser = model.catalogue.browser.value;
  if (browser.state === "failed") {
    return (
      <div class="note" role="alert">
        <p>
          {browser.isRetrying ? tryingAgain(browser.reason) : browser.reason}
        </p>
        <Button
          icon="again"
          onClick={() => model.catalogue.browse(browser.query)}
        >
          {browser.isRetrying ? "Try now" : "Try again"}
        </Button>
        {browser.query !== "" && <Button onClick={onShowAll}>Show all</Button>}
      </div>
    );
  }
  if (browser.state !== "ready") {
    return (
      <div class="cards" role="status">
        <span class="hidden">Loading videos</span>
        {[1, 2, 3].map((n) => <span class="card card-ghost" key={n} />)}
      </div>
    );
  }
  if (
    browser.videos.length === 0 && model.catalogue.collection.value !== null
  ) {
    return (
      <div class="note" role="status">
        <p>Nothing in here plays now. Pick another list, or show all.</p>
        <Button onClick={onShowAll}>Show all</Button>
      </div>
    );
  }
  if (browser.videos.length === 0) {
    // Some catalogues list nothing, and answer questions all the same.
    return browser.query === ""
      ? (
        <div class="note" role="status">
          <p>
            This library lists no videos by itself. Search for one by title.
          </p>
          <Button icon="search" onClick={onSearch}>Search videos</Button>
        </div>
      )
      : (
        <div class="note" role="status">
          <p>
            No video matches “<bdi>{browser.query}</bdi>”.
          </p>
          <Button onClick={onShowAll}>Show all</Button>
        </div>
      );
  }
  const room = model.room.current.value;
  const { samplesBecause } = browser;
  const queued = new Set(room?.queue.map(({ video }) => video.id));
  return (
    <>
      {samplesBecause !== null && (
        <div class="note">
          <p role="status">
            These are samples. {withoutAsking(samplesBecause)}
          </p>
          <Button
            icon="again"
            onClick={() => model.catalogue.browse(browser.query)}
          >
            Ask again
          </Button>
        </div>
      )}
      <ul class="cards">
        {browser.videos.map((video) => (
          <li key={video.id}>
            <VideoCard
              video={video}
              isCurrent={video.id === room?.video?.id}
              isQueued={queued.has(video.id)}
              disabled={!model.room.mayControl.value}
              locale={model.discord.locale.value}
              onPick={() =>
                model.room.send({ type: "load", videoId: video.id })}
              onSuggest={() =>
                model.room.send({ type: "suggest", videoId: video.id })}
            />
          </li>
        ))}
      </ul>
      {browser.more !== "no" && (
        <div class="note">
          {browser.more === "failed" && (
            <p role="alert">The next videos did not come.</p>
          )}
          <Button
            aria-disabled={browser.more === "loading"}
            onClick={() => model.catalogue.more()}
          >
            {browser.more === "loading" ? "Loading" : "Show more"}
          </Button>
        </div>
      )}
    </>
  );
}
