/** What an action may do about an account. */
export const OPERATIONS = [
  'notify',
  'hold-outbound',
  'release-outbound',
  'force-reset',
  'temporary-password',
  'lock',
  'unlock',
  'disable',
  'enable',
  'revoke-sessions',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What the machine's rules may ask for, from mild to hard. */
export const RULE_OPERATIONS = [
  'notify',
  'hold-outbound',
  'revoke-sessions',
  'force-reset',
  'lock',
  'disable',
] as const satisfies readonly Operation[];

const INVERSES: Partial<Record<Operation, Operation>> = {
  lock: 'unlock',
  unlock: 'lock',
  disable: 'enable',
  enable: 'disable',
  'hold-outbound': 'release-outbound',
  'release-outbound': 'hold-outbound',
};

/** What takes an operation back; undefined when nothing can. */
export function inverseOf(operation: Operation): Operation | undefined {
  return INVERSES[operation];
}

const RESTRICTIVE: ReadonlySet<Operation> = new Set([
  'hold-outbound',
  'force-reset',
  'lock',
  'disable',
  'revoke-sessions',
]);

/** Whether an operation keeps somebody out, or back; the stop switch and the caps are about those. */
export function isRestrictive(operation: Operation): boolean {
  return RESTRICTIVE.has(operation);
}

/**
 * Whether an operation needs a second operator on a protected account: what keeps its owner out, and
 * the temporary password, by which somebody else would get in.
 */
export function isDelicate(operation: Operation): boolean {
  return isRestrictive(operation) || operation === 'temporary-password';
}

const SIGN_IN: ReadonlySet<Operation> = new Set(['force-reset', 'lock', 'disable']);

/** Whether the account's owner can't sign in after it, without somebody's help. */
export function endsSignIn(operation: Operation): boolean {
  return SIGN_IN.has(operation);
}

const EXPIRING: ReadonlySet<Operation> = new Set(['lock', 'hold-outbound']);

/** Whether an operation is taken back by itself after a time: a lock and a hold are never for good. */
export function expires(operation: Operation): boolean {
  return EXPIRING.has(operation);
}
