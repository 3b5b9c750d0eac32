import { HOUR_MS } from '../../kernel/clock.js';
import type { ActionOutcome } from './action.js';
import type { OperationHistory } from './ladder.js';
import {
  type GuardedAccount,
  isAdministrator,
  protectionOf,
  serviceAccountBy,
} from './protection.js';
import type { ResponsePolicy } from './response-policy.js';

/** Why a campaign leaves an account out, and what to do about it; undefined when it doesn't. */
export function exclusionOf(
  account: GuardedAccount,
  reset: OperationHistory | undefined,
  policy: ResponsePolicy,
  nowMs: number,
): ActionOutcome | undefined {
  const protection = protectionOf(account, policy);
  if (protection !== undefined)
    return {
      code: 'protected-account',
      detail: `The account is protected: ${protection}. Reset it by hand, with a second operator who approves.`,
    };
  if (isAdministrator(account, policy))
    return {
      code: 'administrator',
      detail: 'The account administers the directory. Reset administrators by hand, one by one.',
    };
  const service = serviceAccountBy(account, policy);
  if (service !== undefined)
    return {
      code: 'service-account',
      detail: `A program seems to use the account: ${service}. Change its password together with the program's settings.`,
    };
  const applied = reset?.lastApplied;
  if (applied !== undefined && nowMs - applied < policy.repeatAfterHours * HOUR_MS)
    return {
      code: 'recently-reset',
      detail: `Its password was replaced at ${new Date(applied).toISOString()}, which is less than repeatAfterHours ago.`,
    };
  return undefined;
}
