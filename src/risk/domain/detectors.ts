import type { Detector } from './detector.js';
import { addressChanges } from './detectors/address-changes.js';
import { distributedSignIns } from './detectors/distributed-sign-ins.js';
import { impossibleTravel } from './detectors/impossible-travel.js';
import { newCountry } from './detectors/new-country.js';
import { outboundBurst } from './detectors/outbound-burst.js';
import { passwordFinding } from './detectors/password-finding.js';
import { passwordGuessing } from './detectors/password-guessing.js';
import { passwordSpraying } from './detectors/password-spraying.js';
import { senderMismatch } from './detectors/sender-mismatch.js';
import { senderNonexistent } from './detectors/sender-nonexistent.js';
import { successAfterFailures } from './detectors/success-after-failures.js';

/** Every detector, in the order in which they inspect an event. */
export const DETECTORS: readonly Detector[] = [
  distributedSignIns,
  addressChanges,
  impossibleTravel,
  newCountry,
  passwordGuessing,
  successAfterFailures,
  passwordSpraying,
  senderNonexistent,
  senderMismatch,
  outboundBurst,
  passwordFinding,
];

const BY_ID: ReadonlyMap<string, Detector> = new Map(DETECTORS.map((d) => [d.id, d]));

/** The detector of that id, if there is one. */
export function detectorById(id: string): Detector | undefined {
  return BY_ID.get(id);
}
