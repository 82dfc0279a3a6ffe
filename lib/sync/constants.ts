/**
 * Numbers of the sync engine, in one place. Each names its unit and where it
 * comes from; "chosen" ones say why.
 * @module
 */

/** Clock samples kept. Chosen: under jitter more samples narrow the offset; {@linkcode CLOCK_DRIFT_PPM} retires old ones. */
export const CLOCK_WINDOW = 32;
/** Exchanges in quick succession on joining. Source: docs/design.md, "Sync". */
export const QUICK_EXCHANGES = 5;
/** Pause between quick exchanges, ms. Chosen: all five fit into the first second. */
export const QUICK_EXCHANGE_MS = 150;
/** Exchanges that a jittery line gets before the calm pace. Chosen: brings 150 ± 50 ms to within about 5 ms. */
export const JITTERY_EXCHANGES = 25;
/** Pause between exchanges while the offset is still vague, ms. Chosen: under a tenth of the message allowance. */
export const JITTERY_EXCHANGE_MS = 500;
/** Uncertainty of the offset below which the calm pace is enough, ms. Chosen: a third of the dead zone; a page that is busy loading answers late. */
export const CLOCK_CALM_MS = 3;
/** Pause between exchanges in calm times, ms. Source: docs/design.md, "Sync". */
export const CALM_EXCHANGE_MS = 10_000;
/** How far the pace of two clocks may be from the one that is believed, parts per million. Chosen: steps of {@linkcode CLOCK_PACES_PPM}, and what warmth does. */
export const CLOCK_DRIFT_PPM = 25;
/** Paces at which two clocks may part, parts per million. Source: crystals are within ±50, but phones with ±200 exist; both ends, and some reserve. */
export const CLOCK_PACES_PPM: readonly number[] = Array.from(
  { length: 41 },
  (_, n) => (n - 20) * 25,
);
/** Longest round trip that still says something, ms. Chosen: the socket is dead before. */
export const MAX_RTT_MS = 10_000;
/** Rounding that stamps may carry, ms: browsers coarsen `performance.now()` to 1 ms at worst where isolation is off. */
export const STAMP_ROUNDING_MS = 2;
/** Share of elapsed time by which room time is bent toward a better estimate. Chosen: as gentle as the calm rate correction's quarter. */
export const CLOCK_SLEW = 0.005;
/** Change of the estimate that is taken at once, ms: the clock was set, or the device slept. Chosen: beyond any jitter seen. */
export const CLOCK_STEP_MS = 500;

/** Media asked for ahead of the room's place, so that it is there when loaded, s. Chosen: a segment's fetch. */
export const JOIN_AHEAD_S = 1;
/** Before the end of a film, where a segment that has its last frame is surely found, s. Chosen: beyond its last frame a film has no picture, and who comes then sees none. */
export const LAST_FRAME_S = 0.5;

/** Pace of the control loop, ms. Source: docs/design.md, "Sync". */
export const TICK_MS = 250;
/** Pace while waiting for a seek to land, ms. Chosen: finer than the play latency that follows. */
export const LANDING_POLL_MS = 50;
/** Gap between ticks that counts as a sleep, ms. Source: the brief of the sync service. */
export const SLEEP_GAP_MS = 5000;

/** Drift samples whose median is believed. Chosen: at 4 Hz, three outliers in a row do nothing; even, since coarse clocks alternate. */
export const DRIFT_WINDOW = 8;
/** Drift samples needed before a correction. Chosen: a median needs three. */
export const MIN_DRIFT_SAMPLES = 3;
/** Drift at which a correction begins, ms. Source: measured in Chromium 2026-01, see {@linkcode LEAVE_MS}. */
export const ENTER_MS = 8;
/** Drift at which a correction ends, ms. Source: docs/design.md, "Sync" starts at 15; half a tick at 2 % and the noise of frame times is 3 ms. */
export const LEAVE_MS = 2.5;
/** Pause between the residuals that are kept for the player's rate error, ms. Chosen: the median behind each is new by then. */
export const HISTORY_EVERY_MS = 1000;
/** How many are kept. Chosen: half a minute outvotes several losses of sound. */
export const HISTORY_LENGTH = 30;
/** Distance of two that make a slope, in entries. Chosen: 3 ms of noise over it is 0.1 %. */
export const SLOPE_LAG = 3;
/** Slopes needed before they are believed. Chosen: two losses of sound are then outvoted. */
export const MIN_SLOPES = 8;
/** Changes from which the noise is estimated. Chosen: ten seconds. */
export const NOISE_MEMORY = 40;
/** Least jump of the media that is not taken for noise, ms. Source: measured in Chromium: a starved device loses sound by blocks of 20 ms. */
export const MIN_JUMP_MS = 12;
/** The same in deviations of the noise. Chosen: three in a row on one side happen by chance once in 10 h. */
export const JUMP_FACTOR = 3;
/** The dead zone widens to this many deviations of one measurement. Chosen: over four of the median that steers. */
export const NOISE_FACTOR = 2;
/** Widest dead zone, ms. Chosen: a viewer whose clock is that coarse cannot be placed better. */
export const MAX_ENTER_MS = 100;
/** The zone's inner edge as a share of a widened outer edge. Source: docs/design.md, "Sync", 15 of 40 ms, less half a tick. */
export const LEAVE_SHARE = 0.25;
/** Drift below which only the gentle correction is used, ms. Source: docs/design.md, "Sync". */
export const GENTLE_BELOW_MS = 150;
/** Largest gentle correction, unitless. Source: docs/design.md, "Sync". */
export const GENTLE_RATE = 0.02;
/** Largest correction, unitless. Source: docs/design.md, "Sync"; Sci. Rep. 7:15379: 0.88–1.12 goes unnoticed. */
export const MAX_RATE = 0.08;
/** Pause after which a correction no longer counts as caused by the former, ms. Chosen: a rate error that fast would be 0.3 %. */
export const HUNTING_MS = 5000;
/** Calm after which the dead zone narrows by half again, ms. Chosen: what does chase itself then costs under four changes of rate in 10 s. */
export const HUNTING_FADE_MS = 10_000;
/** Factor from which the dead zone begins to widen, unitless. Chosen: two such corrections the same way are free, since a machine loses sound in pairs. */
export const MIN_WIDENING = 0.25;
/** Largest factor on the dead zone by corrections that chase each other, unitless. Chosen: with the outer edge of 8 ms that is over a frame. */
export const MAX_WIDENING = 8;
/** The same by corrections that all go one way, unitless. Chosen: wide enough to judge the next one. */
export const MAX_SAME_WIDENING = 4;
/** Rates are asked for in these steps, unitless. Source: Chrome ignores rates nearer 1 than 882/881 (timingsrc). */
export const RATE_STEP = 0.005;
/** How far from 1 a rate may be and still play sound as it is, unitless. Source: Chromium, one sample of its 20 ms window at 44.1 kHz (timingsrc: 882/881). */
export const NATURAL_RATE_ERROR = 1 / 881;
/** Media that is lost when a player leaves its natural rate, ms, before one was seen. Source: measured in Chromium: 21 ± 6 (quirk B11). */
export const FIRST_STRETCH_LOSS_MS = 20;
/** Largest loss by a change of rate that is believed, ms. Chosen: what is more was no change of rate. */
export const MAX_RATE_LOSS_MS = 60;
/** Loss by a change other than leaving the natural rate from which it is one, ms. Source: measured in Chromium and Firefox: 0 ± 5, in WebKitGTK 5 to 47 (quirk B22). */
export const MIN_RATE_LOSS_MS = 6;
/** What a player that begins again at each change loses by one, ms, before it was seen in calm play. Source: measured in WebKitGTK: 16 alone, 20 to 30 beside other browsers (quirk B22). */
export const RESTART_LOSS_MS = 20;
/** Its deviation, ms. Source: as above. */
export const RESTART_SPREAD_MS = 10;
/** How much sooner a correction must end to be changed on its way where each change costs media, ms. Chosen: below it the loss is seen more than the haste. */
export const WORTH_A_LOSS_MS = 2000;
/** Changes other than leaving that must have been free before they count as free. Chosen: one may be so by chance. */
export const SURE_CHANGES = 3;
/** The dead zone is at least so many deviations of what a correction costs, unitless. Chosen: nine of ten corrections then end inside it. */
export const COST_SPREAD_FACTOR = 1.5;
/** Time after a change of rate before drift is believed again, ms. Source: measured: the loss is complete within 300 ms. */
export const RATE_BLIND_MS = 350;
/** How long a strong correction should take, ms, where the bound allows. Chosen: at 8 %, the bound, that is 320 ms, twice where strong correction begins. */
export const STRONG_TIME_MS = 4000;
/** The player's own rate error that is worth a permanent trim, unitless. Chosen: what is nearer to 1 than {@linkcode NATURAL_RATE_ERROR} is not followed. */
export const MIN_TRIM = 0.0015;
/** Trims are asked for in these steps, unitless. Chosen: below it the dead zone lasts 10 s. */
export const TRIM_STEP = 0.001;
/** Largest trim, unitless. Chosen: most of the gentle correction stays free. */
export const MAX_TRIM = 0.005;
/** Change that a correction must have been asked for before it is judged, ms. Chosen: over twice the noise. */
export const PROBE_MS = 60;
/** Time after which a finished correction is judged, ms: the window then holds nothing older. */
export const JUDGE_MS = 2000;
/** Rate error that a player may show, unitless: 0.3 % of its own, and {@linkcode CLOCK_SLEW}. */
export const RATE_DOUBT = 0.008;
/** Share of the asked change that counts as following. Chosen: far from none and from all, so that noise decides neither. */
export const PROBE_SHARE = 0.25;
/** Failed probes in a row after which a device only seeks. Chosen: two may be glitches. */
export const PROBE_FAILURES = 3;
/** How long a device only seeks before it is probed again, ms. Chosen: a laptop may have changed its audio output. */
export const PROBE_AGAIN_MS = 60_000;

/** Drift after a discontinuity that the rate closes without a seek, s. Source: the gentle range, {@linkcode GENTLE_BELOW_MS}. */
export const STRAIGHT_S = 0.15;
/** Two timelines that differ by less than this at the change are one movement, s. Chosen: rounding and clamps only. */
export const CONTINUOUS_S = 0.05;
/** Timelines that wait for their instant. Chosen: more than a person can press within the longest lead. */
export const MAX_SCHEDULED = 8;
/** Paused pictures this close are the same frame, s. Chosen: half a frame at 25 fps. */
export const SAME_FRAME_S = 0.02;
/** How far a paused player may be off before it is put back, s. Chosen: above a keyframe-rounded seek's usual error. */
export const PAUSED_TOLERANCE_S = 0.5;
/** What counts as the end of a video, s. Chosen: players end up to some frames early. */
export const END_S = 0.25;

/** Seek time assumed before the first seek, ms. Chosen: a buffered seek on a fast machine. */
export const FIRST_SEEK_MS = 300;
/** Lower bound of the learned seek time, ms. Chosen: a frame at 25 fps; nothing shows sooner. */
export const MIN_SEEK_MS = 40;
/** Upper bound of the learned seek time, ms. Chosen: slower seeks are the network's fault and vary. */
export const MAX_SEEK_MS = 5000;
/** Delay between `play()` and moving media that is assumed at first, ms. Source: measured, Chromium on Linux. */
export const FIRST_PLAY_MS = 40;
/** Upper bound of the learned play latency, ms. Chosen: over it a start waits for media, which is no latency. */
export const MAX_PLAY_MS = 600;
/** Weight of a new latency. Source: RFC 6298's spirit; larger, since seeks are few. */
export const LEARN_WEIGHT = 0.4;
/** A start that late still goes ahead instead of being placed anew, ms. Chosen: gentle correction closes it in 3 s. */
export const LATE_START_MS = 60;
/** Tries to land a placement in time. Chosen: each learns from the one before, and a fourth would be seen. */
export const PLACE_ATTEMPTS = 3;
/** A seek that has not landed by then is given a new place, ms. Chosen: a line that can play at all has brought a segment. */
export const PLACE_PATIENCE_MS = 6000;
/** The same after several in a row, each of which got twice the time of the former, ms. Chosen: hls.js has given up on its fragment. */
export const MAX_PLACE_PATIENCE_MS = 15_000;
/** Wait for data after which a player is put to the room's place, ms. Chosen: over the 3 s after which the room waits for it. */
export const STUCK_MS = 4000;
/** How far beyond its aim a player has come when media is missing between, s. Chosen: above a keyframe-rounded seek's usual error, as {@linkcode PAUSED_TOLERANCE_S}. */
export const BEYOND_S = 0.5;
/** Holes that are remembered. Chosen: more than a person jumps between. */
export const MAX_HOLES = 16;
/** Time after a start before its drift is believed, ms. Chosen: audio pipelines settle within it. */
export const SETTLE_MS = 350;
/** Time after a start in which corrections may be strong, ms. Chosen: it is part of the jump that a seek or a play is anyway. */
export const SETTLING_MS = 3000;
/** The same for a player that begins again at each change of rate, ms. Chosen: what one restart loses takes another one, and three of them take that long. */
export const RESTART_SETTLING_MS = 10_000;
/** Drift from which they are, ms. Chosen: half a frame at 25 fps; below it the gentle ones need no longer. */
export const SETTLING_FROM_MS = 20;
/** How long they should take, ms. Source: the benchmark's "lead + 1 s"; 60 ms late, as measured at starts in busy Chromium, took 4 s at 2 %. */
export const SETTLING_TIME_MS = 700;
/** Pace of the control loop meanwhile, ms. Chosen: three measurements then take less than half a second. */
export const SETTLING_TICK_MS = 125;

/** First pause between two corrections by seek, ms. Chosen: a slow seek and its first measurements are over. */
export const SEEK_BACKOFF_MS = 2000;
/** Longest pause between two corrections by seek, ms. Chosen: who cannot be helped is disturbed once a minute at most. */
export const MAX_SEEK_BACKOFF_MS = 60_000;
/** Calm time after which the back-off is forgotten, ms. Chosen: as long as the longest pause, so that one good moment is not taken for a cure. */
export const SEEK_CALM_MS = 60_000;
/** A player found paused twice within this time was paused by a person, ms. Chosen: a browser pauses once of its own, a person who is played again presses again at once. */
export const PAUSED_TWICE_MS = 10_000;
/** Time a player gets to begin moving, ms. Chosen: over twice the longest play latency. */
export const START_PATIENCE_MS = 1500;

/** Drift that is accepted before a seek, s. Source: docs/design.md, "Sync". */
export const BASE_TOLERANCE_S = 2;
/** The same for a device that can only seek, s. Chosen: nothing else ever corrects it. */
export const SEEK_ONLY_TOLERANCE_S = 0.5;
/** Factors on the tolerance by quality, unitless. Source: docs/design.md, "Sync". */
export const TOLERANCE_FACTOR = { good: 1, fair: 1.5, poor: 2 } as const;
/** Average drift from which quality is `fair`, s. Source: docs/design.md, "Sync". */
export const FAIR_FROM_S = 0.5;
/** Average drift from which quality is `poor`, s. Source: docs/design.md, "Sync". */
export const POOR_FROM_S = 2;
/** Weight of a new drift in the average. Source: docs/design.md, "Sync". */
export const METRICS_WEIGHT = 0.3;
/** How long a stall lowers the quality, ms. Source: docs/design.md, "Sync". */
export const STALL_MEMORY_MS = 30_000;
/** Pace of the measurements that enter the average, ms. Chosen: the weight then spans some seconds. */
export const METRICS_EVERY_MS = 1000;
/** Drift up to which the viewer sees "in sync", ms. Source: a frame at 24 fps; from 45 ms on sound that is early is noticed (ITU-R BT.1359). */
export const IN_SYNC_MS = 45;
/** Step of room time against the device clock that counts as a discontinuity, ms. Source: the gentle range of docs/design.md, "Sync". */
export const ROOM_STEP_MS = 150;
