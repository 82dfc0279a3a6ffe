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
  };
  stage: {
    undo: string;
    handOver: string;
    nextIn: (values: { title: string; seconds: string }) => string;
    playNow: string;
    stay: string;
    again: string;
    theEnd: string;
    roomFull: string;
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
}
