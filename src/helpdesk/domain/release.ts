/** What the decision on a release needs. */
export interface ReleaseFacts {
  /** Whether it is the operator's own account. */
  readonly isOwn: boolean;
  readonly isProtected: boolean;
  /** Whether the intruders came back after the last remedy. */
  readonly secondWave: 'none' | 'watching' | 'quiet' | 'recurred';
  readonly isConfirmedCompromised: boolean;
  /** Whether another operator has approved. */
  readonly isApproved: boolean;
}

/** Whether an operator may release an account, and why not. */
export type ReleaseVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly code: 'own-account' | 'approver-needed';
      readonly detail: string;
    };

/** Nobody releases himself, and some accounts need two pairs of eyes. */
export function mayRelease(facts: ReleaseFacts): ReleaseVerdict {
  if (facts.isOwn)
    return {
      allowed: false,
      code: 'own-account',
      detail: 'Nobody releases his own account. Ask another operator.',
    };
  const reason = guardedBecause(facts);
  if (reason === undefined || facts.isApproved) return { allowed: true };
  return {
    allowed: false,
    code: 'approver-needed',
    detail: `${reason} Another operator has to approve the verification first.`,
  };
}

function guardedBecause(facts: ReleaseFacts): string | undefined {
  if (facts.isProtected) return 'The account is protected.';
  if (facts.secondWave === 'recurred')
    return 'The intruders came back after the last remedy: something still gives the password away.';
  if (facts.isConfirmedCompromised)
    return 'An operator has confirmed that the account is compromised.';
  return undefined;
}
