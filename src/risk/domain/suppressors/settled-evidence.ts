import type { Evidence, EvidenceValue } from '../signal.js';

/** What one detector had seen of an account when an operator said that it is harmless, all signals together. */
export interface SettledEvidence {
  /** Networks, countries, senders, clients: each value that was seen, by the name it has in the evidence. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** The largest of each number. */
  readonly most: Readonly<Record<string, number>>;
}

/** How much more of the same is still the same. */
const GROWTH = 1.25;

/** Values kept of each name; a botnet brings thousands. */
const MAX_VALUES = 200;

/** An address stands for its network, and where an account was before says nothing about now. */
const IGNORED: ReadonlySet<string> = new Set([
  'address',
  'addresses',
  'previousPlace',
  'previousCountry',
  'place',
]);

/** Numbers that grow as an account gets older, or that say how rather than how much. */
const NEUTRAL = /^(?:earlier|baseline|signIns|days|window|minutes|most|usual|hour$|km|percent)/;

/** Where an account had been used when it was said to be harmless. */
export interface KnownGood {
  readonly networks: readonly string[];
  readonly countries: readonly string[];
}

/** Puts the evidence of several signals of one detector together, and what the account was used from at all. */
export function settle(
  evidences: readonly Evidence[],
  { networks, countries }: KnownGood = { networks: [], countries: [] },
): SettledEvidence {
  const values: Record<string, string[]> = {
    network: [...networks],
    networks: [...networks],
    country: [...countries],
    countries: [...countries],
  };
  const most: Record<string, number> = {};
  for (const evidence of evidences)
    for (const [name, value] of Object.entries(evidence)) {
      if (IGNORED.has(name)) continue;
      if (typeof value === 'number') most[name] = Math.max(most[name] ?? 0, value);
      else
        values[name] = [...new Set([...(values[name] ?? []), ...textsOf(value)])].slice(
          0,
          MAX_VALUES,
        );
    }
  return { values, most };
}

/**
 * Whether evidence shows nothing that wasn't settled: no other network, country, sender or client,
 * and no more than a quarter more of anything.
 */
export function isSettled({ values, most }: SettledEvidence, evidence: Evidence): boolean {
  return Object.entries(evidence).every(([name, value]) => {
    if (IGNORED.has(name)) return true;
    if (typeof value === 'number') return NEUTRAL.test(name) || value <= GROWTH * (most[name] ?? 0);
    const known = values[name] ?? [];
    return textsOf(value).every((text) => known.includes(text));
  });
}

function textsOf(value: EvidenceValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'boolean' || typeof value === 'number' ? [String(value)] : value;
}
