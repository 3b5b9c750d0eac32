import type { Detector } from './detector.js';
import { addressChanges } from './detectors/address-changes.js';
import { bounceStorm } from './detectors/bounce-storm.js';
import { concurrentSessions } from './detectors/concurrent-sessions.js';
import { credentialStuffing } from './detectors/credential-stuffing.js';
import { distributedGuessing } from './detectors/distributed-guessing.js';
import { distributedSignIns } from './detectors/distributed-sign-ins.js';
import { dormantAccount } from './detectors/dormant-account.js';
import { impossibleTravel } from './detectors/impossible-travel.js';
import { internalAccountOutside } from './detectors/internal-account-outside.js';
import { mailFromNewNetwork } from './detectors/mail-from-new-network.js';
import { newClient } from './detectors/new-client.js';
import { newCountry } from './detectors/new-country.js';
import { newNetworks } from './detectors/new-networks.js';
import { newProvider } from './detectors/new-provider.js';
import { outboundBurst } from './detectors/outbound-burst.js';
import { parallelUse } from './detectors/parallel-use.js';
import { passwordFinding } from './detectors/password-finding.js';
import { passwordGuessing } from './detectors/password-guessing.js';
import { passwordSpraying } from './detectors/password-spraying.js';
import { recipientFanOut } from './detectors/recipient-fan-out.js';
import { rejectedRecipients } from './detectors/rejected-recipients.js';
import { reportedCompromise } from './detectors/reported-compromise.js';
import { senderMismatch } from './detectors/sender-mismatch.js';
import { senderNonexistent } from './detectors/sender-nonexistent.js';
import { sharedInfrastructure } from './detectors/shared-infrastructure.js';
import { successAfterDistributedGuessing } from './detectors/success-after-distributed-guessing.js';
import { successAfterFailures } from './detectors/success-after-failures.js';
import { suspiciousHelo } from './detectors/suspicious-helo.js';
import { undeliverableMail } from './detectors/undeliverable-mail.js';
import { unlikelySignIn } from './detectors/unlikely-sign-in.js';
import { unusualHour } from './detectors/unusual-hour.js';

/** Every detector, in the order in which they inspect an event. */
export const DETECTORS: readonly Detector[] = [
  distributedSignIns,
  addressChanges,
  impossibleTravel,
  concurrentSessions,
  parallelUse,
  newCountry,
  newNetworks,
  newProvider,
  newClient,
  unusualHour,
  unlikelySignIn,
  dormantAccount,
  internalAccountOutside,
  sharedInfrastructure,
  suspiciousHelo,
  passwordGuessing,
  distributedGuessing,
  successAfterFailures,
  successAfterDistributedGuessing,
  passwordSpraying,
  credentialStuffing,
  senderNonexistent,
  senderMismatch,
  outboundBurst,
  mailFromNewNetwork,
  recipientFanOut,
  rejectedRecipients,
  bounceStorm,
  undeliverableMail,
  passwordFinding,
  reportedCompromise,
];

/** Ids of those that look at no event: others write their signals, and folding again leaves them alone. */
export const OUTSIDE_DETECTORS: readonly string[] = DETECTORS.filter(
  ({ on }) => on.length === 0,
).map(({ id }) => id);

const BY_ID: ReadonlyMap<string, Detector> = new Map(DETECTORS.map((d) => [d.id, d]));

/** The detector of that id, if there is one. */
export function detectorById(id: string): Detector | undefined {
  return BY_ID.get(id);
}
