/**
 * The texts on screen by section and key. Made of `en.json` by
 * `deno task texts`; not to be changed by hand.
 * @module
 */

/** Texts of one language. */
export interface Texts {
  bar: {
    captionsOn: string;
    captionsOff: string;
    back: string;
    ahead: string;
    panelOpen: string;
    panelClose: string;
    allWithin: (values: { count: number; ms: string }) => string;
    together: (values: { count: number; apart: number }) => string;
    play: string;
    pause: string;
    again: string;
    pause_here: string;
    backToRoom: string;
    time: string;
    goLive: string;
    pipOff: string;
    pipOn: string;
    fullOff: string;
    fullOn: string;
    share: string;
    seek: string;
    volume: string;
    mute: string;
    hostHasRemote: (values: { name: string }) => string;
  };
  cover: {
    loading: string;
    unmute: string;
    audioOnly: string;
    connecting: string;
    signingIn: string;
    joining: string;
    cannotGoOn: string;
    cannotStart: string;
    tryAgain: string;
    tryNow: string;
    notYet: string;
    notHere: string;
    reconnecting: string;
    newVersion: string;
    reload: string;
  };
  member: {
    watching: string;
    behind: string;
    loading: string;
    failed: string;
    paused: string;
    other: string;
    background: string;
    away: string;
    gone: string;
  };
  network: { good: string; fair: string; poor: string; unknown: string };
  details: {
    you: string;
    roundTrip: string;
    connection: string;
    all: string;
    within: (values: { ms: string }) => string;
    everyone: string;
    catchUp: string;
    none: string;
    figures: string;
    who: string;
    now: string;
    mean: string;
    fixed: string;
  };
  page: {
    video: string;
    controls: string;
    room: string;
    add: string;
    needsScript: string;
  };
  time: {
    hours: (values: { n: number }) => string;
    minutes: (values: { n: number }) => string;
    seconds: (values: { n: number }) => string;
    placeOf: (values: { place: string; length: string }) => string;
    live: string;
    behindLive: (values: { time: string }) => string;
    lengthUnknown: string;
    audio: string;
    audioOf: (values: { length: string }) => string;
    liveSpoken: string;
    notOnAir: string;
    notOnAirSpoken: string;
    playingAt: (values: { place: string }) => string;
    pausedAt: (values: { place: string }) => string;
  };
  drift: {
    unknown: string;
    none: string;
    behind: (values: { size: string }) => string;
    ahead: (values: { size: string }) => string;
  };
  errors: {
    unknown: string;
    problem: string;
    unreachable: string;
    updated: string;
    again: string;
    byItself: string;
    soon: string;
    check: string;
    checkOnly: string;
    waitSeconds: (values: { n: number }) => string;
    waitMinutes: (values: { n: number }) => string;
    waitHours: (values: { n: number }) => string;
    removedBy: (values: { name: string }) => string;
  };
  session: { noAnswer: string; insideDiscord: string; notLetIn: string };
  discord: {
    partMissing: string;
    silent: string;
    waitsForYou: string;
    slow: string;
    refused: string;
    needsYou: string;
    expired: string;
    noSignIn: string;
    watching: string;
    paused: string;
    choosing: string;
    shareFilm: (values: { title: string }) => string;
    share: string;
  };
  media: {
    network: string;
    offline: string;
    not_found: string;
    not_allowed: string;
    geo_blocked: string;
    not_scheduled: string;
    expired: string;
    undated: string;
    unsupported: string;
    unreadable: string;
    unknownHost: string;
    drm: string;
    unknown: string;
    offAir: string;
    longer: (values: { span: string }) => string;
    shorter: (values: { span: string }) => string;
    soundOnly: string;
  };
  waiting: {
    forOne: (values: { first: string }) => string;
    forTwo: (values: { first: string; second: string }) => string;
    forMore: (
      values: { first: string; second: string; count: number },
    ) => string;
    goOn: string;
    you: string;
    somebody: string;
  };
  status: {
    joining: string;
    nothingOn: string;
    inSync: string;
    catchingUp: string;
    loading: string;
    reconnecting: string;
    paused: string;
    pausedBy: (values: { name: string }) => string;
    pausedByYou: string;
    pausedHere: string;
    failed: string;
    ended: string;
    details: string;
  };
  news: {
    joined: (values: { name: string }) => string;
    joinedMore: (values: { name: string; count: number }) => string;
    left: (values: { name: string }) => string;
    leftMore: (values: { name: string; count: number }) => string;
    youAreHost: string;
    newHost: (values: { name: string }) => string;
  };
  panel: { people: string; queue: string; library: string };
  people: {
    everyone: string;
    invite: string;
    makeHost: string;
    more: (values: { name: string }) => string;
    inVoice: string;
    speaking: string;
    notWatching: string;
    duck: string;
    hasRemote: (values: { name: string }) => string;
    everyoneHasRemote: string;
    hostHasRemote: string;
    askRemote: string;
    asked: string;
    whoControls: string;
    onlyMe: string;
    forEveryone: string;
    waitFor: string;
    wait: string;
    dontWait: string;
    me: string;
    host: string;
    remove: string;
    giveRemote: string;
    takeRemote: string;
    cohost: string;
    youHaveRemote: (values: { name: string }) => string;
    visits: string;
  };
  library: {
    nothingOn: string;
    pickOne: string;
    hostPicks: string;
    search: string;
    searchGo: string;
    collection: string;
    all: string;
    onNow: string;
    onList: string;
    suggest: string;
    later: string;
    views: (values: { count: number; shown: string }) => string;
    loading: string;
    filmGoesOn: string;
    tryNow: string;
    tryAgain: string;
    showAll: string;
    emptyList: string;
    listsNothing: string;
    noMatch: (values: { query: string }) => string;
    samples: (values: { reason: string }) => string;
    askAgain: string;
    moreFailed: string;
    more: string;
    loadingMore: string;
  };
  queue: {
    title: string;
    empty: string;
    from: (values: { name: string }) => string;
    fromYou: string;
    gone: string;
    playNow: (values: { title: string }) => string;
    earlier: (values: { title: string }) => string;
    later: (values: { title: string }) => string;
    takeOff: (values: { title: string }) => string;
    drag: string;
    vote: (values: { title: string; count: number }) => string;
    sort: string;
  };
  stage: {
    undo: string;
    nextIn: (values: { title: string; seconds: string }) => string;
    playNow: string;
    stay: string;
    again: string;
    theEnd: string;
    roomFull: string;
    removed: string;
  };
  gear: {
    label: string;
    rate: string;
    quality: string;
    captions: string;
    sound: string;
    auto: string;
    off: string;
    duck: string;
    keys: string;
    sounds: string;
  };
  keys: {
    title: string;
    close: string;
    toggle: string;
    step: string;
    leap: string;
    frame: string;
    part: string;
    rate: string;
    volume: string;
    mute: string;
    captions: string;
    fullscreen: string;
    pictureInPicture: string;
    panel: string;
    search: string;
    help: string;
  };
  reactions: {
    react: string;
    heart: string;
    laugh: string;
    wow: string;
    sad: string;
    clap: string;
    party: string;
    hide: string;
    show: string;
  };
  actions: {
    play: (values: { by: string; name: string }) => string;
    pause: (values: { by: string; name: string }) => string;
    seek: (values: { by: string; time: string; name: string }) => string;
    goLive: (values: { by: string; name: string }) => string;
    goBehind: (values: { by: string; time: string; name: string }) => string;
    rate: (values: { by: string; rate: string; name: string }) => string;
    load: (values: { by: string; name: string }) => string;
    handOver: (
      values: { by: string; to: string; whom: string; name: string },
    ) => string;
    takeOver: (values: { by: string; name: string }) => string;
    remoteForAll: (values: { by: string; name: string }) => string;
    remoteBack: (values: { by: string; name: string }) => string;
    waitForAll: (values: { by: string; name: string }) => string;
    waitForNone: (values: { by: string; name: string }) => string;
    goOn: (values: { by: string; name: string }) => string;
    suggest: (values: { by: string; title: string; name: string }) => string;
    suggestSome: (values: { by: string; name: string }) => string;
    playItem: (values: { by: string; name: string }) => string;
    moveItem: (values: { by: string; name: string }) => string;
    sortQueue: (values: { by: string; name: string }) => string;
    removeItem: (values: { by: string; name: string }) => string;
    next: (values: { by: string; name: string }) => string;
    undo: (values: { by: string; name: string }) => string;
    askRemote: (values: { by: string; name: string }) => string;
    removeMember: (
      values: { by: string; whom: string; name: string },
    ) => string;
    shareRemote: (
      values: { by: string; whom: string; to: string; name: string },
    ) => string;
    takeRemote: (
      values: { by: string; whom: string; to: string; name: string },
    ) => string;
  };
  explain: {
    lead: string;
    add: string;
    join: string;
    choose: string;
    button: string;
    nothingHere: string;
  };
  refusals: {
    bad_request: string;
    bad_message: string;
    message_too_large: string;
    too_many_messages: string;
    too_many_requests: string;
    not_signed_in: string;
    session_expired: string;
    bad_ticket: string;
    bad_origin: string;
    not_in_instance: string;
    not_allowed: string;
    not_a_member: string;
    person_left: string;
    room_full: string;
    too_many_connections: string;
    unknown_video: string;
    no_video: string;
    position_out_of_range: string;
    not_on_air: string;
    rate_out_of_range: string;
    old_revision: string;
    video_changed: string;
    undo_too_late: string;
    field_of_power: string;
    queue_full: string;
    queue_share_full: string;
    votes_used_up: string;
    not_in_queue: string;
    not_waited_for: string;
    too_many_commands: string;
    too_many_rooms: string;
    not_found: string;
    conflict: string;
    store_unavailable: string;
    shutting_down: string;
    discord_refused: string;
    discord_unavailable: string;
    discord_misconfigured: string;
    gateway_refused: string;
    gateway_auth_failed: string;
    gateway_unavailable: string;
    gateway_timeout: string;
    gateway_busy: string;
    gateway_misconfigured: string;
    no_catalogue: string;
    bad_gateway_answer: string;
    picture_unavailable: string;
    media_unavailable: string;
    media_not_found: string;
    media_forbidden: string;
    media_geo_blocked: string;
    media_not_scheduled: string;
    media_expired: string;
    media_link_expired: string;
    media_protected: string;
    media_unreadable: string;
    media_host_refused: string;
    internal: string;
    bad_signature: string;
    removed: string;
    too_many_cohosts: string;
  };
  resume: {
    label: string;
    goOnWith: (values: { title: string; time: string }) => string;
    left: (values: { day: string }) => string;
    goOn: string;
    forget: string;
  };
  visits: {
    joined: (values: { name: string }) => string;
    left: (values: { name: string }) => string;
    removed: (values: { name: string }) => string;
  };
  check: {
    ask: string;
    thenPlay: string;
    areYou: (values: { name: string }) => string;
    back: string;
    allBack: string;
    missing: (values: { name: string }) => string;
    missingMore: (values: { name: string; count: number }) => string;
  };
}
