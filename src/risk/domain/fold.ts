import type { AccountState } from './account-state.js';
import { applyEvent } from './apply-event.js';
import type { Detector } from './detector.js';
import type { DetectorSettings } from './detector-settings.js';
import { DETECTORS } from './detectors.js';
import { isWorthEmitting } from './emission.js';
import { EVENT_KINDS, kindIndexOf } from './fold-event.js';
import type { FoldEvent, SourceFacts } from './fold-event.js';
import type { Signal } from './signal.js';
import { StateFacts } from './state-facts.js';
import { NO_SUPPRESSION } from './suppressors/suppression.js';
import type { Suppression } from './suppressors/suppression.js';

/** A detector that is switched on, with its options. */
interface Inspector {
  readonly detector: Detector;
  readonly options: object;
}

/** Nothing suspicious, which is what nearly every event comes to. */
const NONE: readonly Signal[] = [];

/** After a detector's id: its signals that were suppressed, which don't hold others back. */
const SUPPRESSED = '~';

/** The detectors that are on, by kind of event; made once for each settings. */
const inspectorsOf = new WeakMap<DetectorSettings, readonly (readonly Inspector[])[]>();

/**
 * Takes one event into an account's state, and answers the signals that are worth telling.
 *
 * Pure but for the state, which it changes; reads no clock. Events come in the order of (at, id):
 * then the outcome depends on nothing but the events. The cost doesn't grow with the history.
 */
export function foldEvent(
  state: AccountState,
  folded: FoldEvent,
  sources: SourceFacts,
  settings: DetectorSettings,
  suppression: Suppression = NO_SUPPRESSION,
): readonly Signal[] {
  const inspectors = (inspectorsOf.get(settings) ?? arrange(settings))[kindIndexOf(folded.event)];
  let signals: Signal[] | undefined;
  const facts = new StateFacts(state, folded, sources);
  for (const { detector, options } of inspectors ?? []) {
    const { at } = folded.event;
    const earlier = state.emitted.size === 0 ? undefined : state.emitted.get(detector.id);
    // Most of an attack's events: not even certainty would be news.
    if (earlier !== undefined && !isWorthEmitting(earlier, 1, at)) continue;
    const suspicion = detector.inspect(folded, facts, options);
    if (suspicion === undefined) continue;
    // What is stored and what is compared has to be the same number.
    const confidence = Math.round(suspicion.confidence * 1e4) / 1e4;
    if (!isWorthEmitting(earlier, confidence, at)) continue;
    const { summary, evidence } = suspicion;
    const { id, technique } = detector;
    const suppressedBy = suppression.suppressorOf({ detector, evidence, folded, state });
    const key = suppressedBy === undefined ? id : id + SUPPRESSED;
    if (suppressedBy !== undefined && !isWorthEmitting(state.emitted.get(key), confidence, at))
      continue;
    // Deleted first, so that the map stays in the order of time whatever was forgotten meanwhile.
    state.emitted.delete(key);
    state.emitted.set(key, { confidence, at });
    signals ??= [];
    const signal = { detector: id, technique, at, confidence, summary, evidence };
    signals.push({ ...signal, eventId: folded.id, ...(suppressedBy && { suppressedBy }) });
  }
  applyEvent(state, folded, facts);
  return signals ?? NONE;
}

function arrange(settings: DetectorSettings): readonly (readonly Inspector[])[] {
  const on = DETECTORS.flatMap((detector) => {
    const setting = settings.get(detector.id);
    return setting?.enabled === true ? [{ detector, options: setting.options }] : [];
  });
  const byKind = EVENT_KINDS.map((kind) => on.filter(({ detector }) => detector.on.includes(kind)));
  inspectorsOf.set(settings, byKind);
  return byKind;
}
