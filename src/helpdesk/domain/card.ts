import type { Evidence } from './evidence.js';
import type { ReleaseVerdict } from './release.js';

/** An action as the card's sentences need it. */
export interface CardAction {
  readonly id: string;
  readonly operation: string;
  readonly status: string;
  readonly mode: string;
  readonly reason: string;
  readonly requestedBy: string;
  readonly at: Date;
  readonly finishedAt: Date | undefined;
  readonly expiresAt: Date | undefined;
}

/** Why an account is kept out, as an operator can tell it on the phone. */
export interface Closure {
  readonly since: Date;
  /** `rule`: the response policy; else the operator, or `directory` where it wasn't us. */
  readonly by: string;
  readonly reason: string;
  /** When it ends by itself. */
  readonly until: Date | undefined;
}

const CLOSING = new Set(['lock', 'disable']);
const OPENING = new Set(['unlock', 'enable']);

/** The applied action that keeps the account out: the newest one that wasn't taken back. */
export function closureOf(actions: readonly CardAction[]): Closure | undefined {
  const applied = actions.filter(({ status }) => status === 'applied');
  const newest = applied.reduce<CardAction | undefined>(
    (last, action) =>
      (CLOSING.has(action.operation) || OPENING.has(action.operation)) &&
      (last === undefined || action.at > last.at)
        ? action
        : last,
    undefined,
  );
  if (!newest || !CLOSING.has(newest.operation)) return undefined;
  return {
    since: newest.finishedAt ?? newest.at,
    by: newest.mode === 'manual' ? newest.requestedBy : 'rule',
    reason: newest.reason,
    until: newest.expiresAt,
  };
}

/** What the card says happens next, in the order in which it matters. */
export function nextSteps(
  evidence: Pick<Evidence, 'access'>,
  closure: Closure | undefined,
  actions: readonly CardAction[],
  verdict: ReleaseVerdict,
): string[] {
  const steps: string[] = [];
  const waiting = actions.filter(({ status }) => status === 'awaiting-approval');
  if (waiting.length > 0)
    steps.push(
      `Waiting for a second operator: ${waiting.map(({ operation }) => operation).join(', ')}.`,
    );
  const running = actions.filter(({ status }) => status === 'queued' || status === 'running');
  if (running.length > 0)
    steps.push(`Under way: ${running.map(({ operation }) => operation).join(', ')}.`);
  if (closure?.until) steps.push(`The lock ends by itself at ${closure.until.toISOString()}.`);
  if (!verdict.allowed) steps.push(verdict.detail);
  else if (evidence.access === 'closed')
    steps.push('Verify the caller, then unlock the account, with a forced reset where in doubt.');
  if (steps.length === 0) steps.push('Nothing: the account is not kept out.');
  return steps;
}

/** Why the account is where it is, in sentences. */
export function whySentences(evidence: Evidence, closure: Closure | undefined): string[] {
  const sentences: string[] = [];
  if (closure) {
    const by = closure.by === 'rule' ? 'The response policy' : closure.by;
    sentences.push(`${by} locked the account at ${closure.since.toISOString()}: ${closure.reason}`);
  } else if (evidence.access === 'closed')
    sentences.push('The directory keeps the account out, and it was not Authwarden that did it.');
  else sentences.push('The account is not locked by Authwarden.');
  for (const { summary } of evidence.contributions.slice(0, 5)) sentences.push(summary);
  for (const { finding, severity } of evidence.findings)
    sentences.push(`The password audit says: ${finding} (${severity}).`);
  return sentences;
}
