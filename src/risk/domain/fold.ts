import type { AccountState } from './account-state.js';
import { applyEvent } from './apply-event.js';
import type { DetectorSettings } from './detector-settings.js';
import { DETECTORS } from './detectors.js';
import { isWorthEmitting } from './emission.js';
import type { FoldEvent, SourceFacts } from './fold-event.js';
import type { Signal } from './signal.js';
import { StateFacts } from './state-facts.js';

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
): Signal[] {
  const facts = new StateFacts(state, folded, sources);
  const { at } = folded.event;
  const signals: Signal[] = [];
  for (const inspector of DETECTORS) {
    const { id: detector, technique } = inspector;
    const setting = settings.get(detector);
    if (setting?.enabled !== true) continue;
    const earlier = state.emitted.get(detector);
    // Most of an attack's events: not even certainty would be news.
    if (earlier !== undefined && !isWorthEmitting(earlier, 1, at)) continue;
    const suspicion = inspector.inspect(folded, facts, setting.options);
    if (suspicion === undefined) continue;
    // What is stored and what is compared has to be the same number.
    const confidence = Math.round(suspicion.confidence * 1e4) / 1e4;
    if (!isWorthEmitting(earlier, confidence, at)) continue;
    // Deleted first, so that the map stays in the order of time whatever was forgotten meanwhile.
    state.emitted.delete(detector);
    state.emitted.set(detector, { confidence, at });
    const { summary, evidence } = suspicion;
    signals.push({ detector, technique, at, confidence, summary, evidence, eventId: folded.id });
  }
  applyEvent(state, folded);
  return signals;
}
