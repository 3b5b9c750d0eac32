import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/** What an entry says, before it has a place in the chain. */
export interface AuditFact {
  readonly at: Date;
  readonly actor: string;
  readonly what: string;
  readonly subject: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestId: string | undefined;
}

/** The place in the chain that the next entry takes. */
export interface ChainHead {
  /** Sequence of the last entry; 0 when there is none. */
  readonly sequence: number;
  /** Hash of the last entry, {@link GENESIS_HASH} when there is none. */
  readonly hash: string;
}

/** An entry in its place. */
export interface AuditEntry extends AuditFact {
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** What the first entry has for a previous hash. */
export const GENESIS_HASH = '0'.repeat(64);

/** The head of an empty chain. */
export const EMPTY_CHAIN: ChainHead = { sequence: 0, hash: GENESIS_HASH };

/** The facts as entries that follow `head`, in order. */
export function chained(head: ChainHead, facts: readonly AuditFact[]): readonly AuditEntry[] {
  let { sequence, hash } = head;
  return facts.map((fact) => {
    const placed = { ...fact, sequence: ++sequence, previousHash: hash };
    hash = entryHash(placed);
    return { ...placed, hash };
  });
}

/**
 * SHA-256, in hexadecimal, of the entry as canonical JSON, the hash of the entry before it
 * included: so no entry can be changed, taken out or put in without changing all that follow.
 */
export function entryHash(entry: Omit<AuditEntry, 'hash'>): string {
  const { sequence, at, actor, what, subject, detail, requestId, previousHash } = entry;
  const text = canonicalJson({
    sequence,
    at: at.toISOString(),
    actor,
    what,
    subject: subject ?? null,
    detail,
    requestId: requestId ?? null,
    previousHash,
  });
  return createHash('sha256').update(text).digest('hex');
}

/** Whether `entry` is the one that must follow `head`, unchanged. */
export function follows(head: ChainHead, entry: AuditEntry): boolean {
  return (
    entry.sequence === head.sequence + 1 &&
    entry.previousHash === head.hash &&
    entry.hash === entryHash(entry)
  );
}
