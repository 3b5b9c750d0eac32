import type { Level } from '../../risk/domain/level.js';
import { LEVELS } from '../../risk/domain/level.js';
import type { ActionOutcome, ActionStatus } from './action.js';
import { endsSignIn, isRestrictive, type Operation } from './operation.js';
import { type GuardedAccount, protectionOf, serviceAccountBy } from './protection.js';
import { quietUntil } from './quiet-hours.js';
import type { ResponsePolicy } from './response-policy.js';

/** How the canary batch of the policy in force stands. */
export type CanaryState =
  /** There is none, or it went well. */
  | { readonly kind: 'open' }
  /** So many of its actions may still start. */
  | { readonly kind: 'filling'; readonly left: number }
  /** All of them have started; others wait for how they end. `until` in ms, once the last has ended. */
  | { readonly kind: 'watched'; readonly until?: number | undefined }
  /** One of them failed, was refused or was taken back. */
  | { readonly kind: 'broken' };

/** What a rail looks at. */
export interface RailFacts {
  readonly account: GuardedAccount;
  readonly level: Level;
  readonly operation: Operation;
  readonly policy: ResponsePolicy;
  /** ms */
  readonly now: number;
  readonly stopped: boolean;
  /** Active administrators of the directory that would be left, where the account is one. */
  readonly administratorsLeft: number | undefined;
  readonly canary: CanaryState;
  /** Actions that the machine started within the last hour. */
  readonly startedThisHour: number;
  /** Accounts of the directory that the machine acted on within a day; this one counted if it is among them. */
  readonly touchedToday: number;
  /** How many accounts a day it may act on there; undefined where the directory's size isn't known. */
  readonly touchableToday: number | undefined;
}

/** What a guard rail says: what becomes of the action, and why and what to do. */
export interface Hold extends ActionOutcome {
  readonly status: Extract<ActionStatus, 'refused' | 'unchanged' | 'awaiting-approval'>;
  /** When it starts by itself, ms; without it an operator has to decide. */
  readonly until?: number | undefined;
}

type Rail = (facts: RailFacts) => Hold | undefined;

/** The first guard rail that holds the machine back from an action; undefined when none does. */
export function heldBy(facts: RailFacts): Hold | undefined {
  const rails = isRestrictive(facts.operation) ? RAILS : RAILS_FOR_ALL;
  for (const rail of rails) {
    const hold = rail(facts);
    if (hold) return hold;
  }
  return undefined;
}

const APPROVE = 'Approve or reject this action.';

function waits(code: string, detail: string, until?: number): Hold {
  return { status: 'awaiting-approval', code, detail, until };
}

const protectedAccount: Rail = ({ account, policy }) => {
  const why = protectionOf(account, policy);
  return why === undefined
    ? undefined
    : {
        status: 'refused',
        code: 'protected-account',
        detail: `The account is protected: ${why}. The machine leaves it alone. An operator can act on it by hand, with a second one who approves.`,
      };
};

const lastAdministrator: Rail = ({ administratorsLeft, operation, policy }) =>
  administratorsLeft === undefined ||
  administratorsLeft >= policy.keepAdministrators ||
  !endsSignIn(operation)
    ? undefined
    : {
        status: 'refused',
        code: 'last-administrator',
        detail: `The account administers the directory, and ${administratorsLeft} active administrators would be left; keepAdministrators asks for ${policy.keepAdministrators}. Make another administrator, or act by hand, with a second operator who approves.`,
      };

const observeMode: Rail = ({ policy }) =>
  policy.mode === 'observe'
    ? {
        status: 'unchanged',
        code: 'observe-mode',
        detail:
          'The response policy only observes: nothing was done. Set its mode to approve or enforce to act.',
      }
    : undefined;

const stopSwitch: Rail = ({ stopped }) =>
  stopped
    ? waits('stopped', `The stop switch is on. Resume the response policy. ${APPROVE}`)
    : undefined;

const approveMode: Rail = ({ policy }) =>
  policy.mode === 'approve' ? waits('approve-mode', APPROVE) : undefined;

const serviceAccount: Rail = ({ account, policy }) => {
  const why = serviceAccountBy(account, policy);
  return why === undefined
    ? undefined
    : waits(
        'service-account',
        `A program seems to use the account: ${why}. Find out what would break. ${APPROVE}`,
      );
};

const secondOperator: Rail = ({ operation, policy }) =>
  policy.secondOperatorFor.includes(operation)
    ? waits(
        'second-operator',
        `The policy wants an operator to approve each ${operation}. ${APPROVE}`,
      )
    : undefined;

const quietHours: Rail = ({ level, policy, now }) => {
  if (LEVELS.indexOf(level) > LEVELS.indexOf(policy.quietHoursUpTo)) return undefined;
  const until = quietUntil(policy.quietHours, now);
  return until === undefined
    ? undefined
    : waits(
        'quiet-hours',
        `Quiet hours: it starts by itself at ${new Date(until).toISOString()}. Approve it to start it now, or reject it.`,
        until,
      );
};

const canaryBatch: Rail = ({ canary, policy }) => {
  switch (canary.kind) {
    case 'open':
      return undefined;
    case 'filling':
      return canary.left > 0 ? undefined : canaryWait(policy, undefined);
    case 'watched':
      return canaryWait(policy, canary.until);
    case 'broken':
      return waits(
        'canary-failed',
        `Of the first ${policy.canary.size} actions under this policy one failed, was refused or was taken back. Look at them, then change the policy (it begins anew) or approve what waits.`,
      );
  }
};

function canaryWait({ canary }: ResponsePolicy, until: number | undefined): Hold {
  const when =
    until === undefined ? 'until they have ended' : `until ${new Date(until).toISOString()}`;
  return waits(
    'canary',
    `The first ${canary.size} actions under this policy are watched ${when}. ${APPROVE}`,
  );
}

const hourlyCap: Rail = ({ startedThisHour, policy }) =>
  startedThisHour < policy.maxActionsPerHour
    ? undefined
    : waits(
        'hourly-cap',
        `The machine has started ${policy.maxActionsPerHour} actions within an hour, which is its cap (maxActionsPerHour). ${APPROVE}`,
      );

const dailyShare: Rail = ({ touchedToday, touchableToday }) =>
  touchableToday === undefined || touchedToday < touchableToday
    ? undefined
    : waits(
        'daily-share',
        `The machine has acted on ${touchedToday} accounts of this directory within a day, which is as many as maxShareOfDirectoryPerDay allows. ${APPROVE}`,
      );

/** In the order of their weight: what is refused for good first, what only takes time last. */
const RAILS: readonly Rail[] = [
  protectedAccount,
  lastAdministrator,
  observeMode,
  stopSwitch,
  approveMode,
  serviceAccount,
  secondOperator,
  quietHours,
  canaryBatch,
  hourlyCap,
  dailyShare,
];

/** What holds for a notice, too: telling somebody keeps nobody out. */
const RAILS_FOR_ALL: readonly Rail[] = [observeMode, approveMode, secondOperator];
