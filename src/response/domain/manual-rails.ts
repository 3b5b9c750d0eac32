import { endsSignIn, isDelicate, isRestrictive, type Operation } from './operation.js';
import { type GuardedAccount, protectionOf } from './protection.js';
import type { ResponsePolicy } from './response-policy.js';

/** What stands between an operator and an action that he asks for. */
export interface ManualHold {
  readonly rail: 'stopped' | 'protected-account' | 'last-administrator' | 'second-operator';
  /** `refused`: not now. `waits`: another operator has to approve. */
  readonly effect: 'refused' | 'waits';
  readonly detail: string;
}

/** What a manual rail looks at. */
export interface ManualRailFacts {
  readonly account: GuardedAccount;
  readonly operation: Operation;
  readonly policy: ResponsePolicy;
  readonly stopped: boolean;
  /** Active administrators besides the account; undefined where it is none. */
  readonly otherAdministrators: number | undefined;
}

/** Every guard rail that an operator's action meets, the hardest first. */
export function manualHolds(facts: ManualRailFacts): ManualHold[] {
  return [stopSwitch, protectedAccount, lastAdministrator, secondOperator].flatMap(
    (rail) => rail(facts) ?? [],
  );
}

type Rail = (facts: ManualRailFacts) => ManualHold | undefined;

const ASK = 'A second operator has to approve it.';

const stopSwitch: Rail = ({ stopped, operation }) =>
  stopped && isRestrictive(operation)
    ? {
        rail: 'stopped',
        effect: 'refused',
        detail:
          'The stop switch is on: no action starts that keeps somebody out. Resume the response policy first.',
      }
    : undefined;

const protectedAccount: Rail = ({ account, operation, policy }) => {
  const why = isDelicate(operation) ? protectionOf(account, policy) : undefined;
  return why === undefined
    ? undefined
    : {
        rail: 'protected-account',
        effect: 'waits',
        detail: `The account is protected: ${why}. ${ASK}`,
      };
};

const lastAdministrator: Rail = ({ otherAdministrators, operation, policy }) =>
  otherAdministrators === undefined ||
  otherAdministrators >= policy.keepAdministrators ||
  !endsSignIn(operation)
    ? undefined
    : {
        rail: 'last-administrator',
        effect: 'waits',
        detail: `The account administers the directory, and ${otherAdministrators} active administrators would be left. ${ASK}`,
      };

const secondOperator: Rail = ({ operation, policy }) =>
  policy.secondOperatorFor.includes(operation)
    ? {
        rail: 'second-operator',
        effect: 'waits',
        detail: `The policy wants two operators for each ${operation}. ${ASK}`,
      }
    : undefined;
