import { adjustedForMany } from './false-discovery.js';
import { fisherGreater } from './fisher.js';

/** What accounts may have in common. */
export const ATTRIBUTES = [
  'server',
  'listener',
  'protocol',
  'client',
  'directory',
  'unit',
  'group',
  'domain',
  'password-age',
  'password-scheme',
  'finding',
] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/** What is known of an account by attribute; an attribute of which nothing is known is missing. */
export type Traits = ReadonlyMap<Attribute, ReadonlySet<string>>;

/** A trait that the accounts of an incident have more often than the others. */
export interface CommonPoint {
  readonly attribute: Attribute;
  readonly value: string;
  /** Accounts of the incident with the trait, of those of which the attribute is known. */
  readonly membersWith: number;
  readonly members: number;
  readonly othersWith: number;
  readonly others: number;
  /** How much more frequent it is in the incident than in all accounts. */
  readonly lift: number;
  /** One-sided, by Fisher's exact test. */
  readonly pValue: number;
  /** Adjusted for the number of traits that were tested. */
  readonly qValue: number;
  /** "31 of 31 use ext1; 22 % of the others do". */
  readonly sentence: string;
}

/** What looking for common points brought. */
export interface CommonPoints {
  /** The likeliest first; only traits that are significant. */
  readonly points: readonly CommonPoint[];
  /** Traits that were tested. */
  readonly tested: number;
}

/** A trait counts at this rate of false discoveries. */
export const SIGNIFICANT = 0.01;
/** A trait of fewer accounts of the incident says nothing. */
const LEAST_MEMBERS = 2;
const MOST_POINTS = 20;

/**
 * The traits that tell an incident's accounts from the others: what they share and the others
 * don't, where the passwords may have got out.
 */
export function commonPoints(members: readonly Traits[], others: readonly Traits[]): CommonPoints {
  const inMembers = counted(members);
  const inOthers = counted(others);
  const tested = [...inMembers]
    .flatMap(([attribute, { known, values }]) =>
      [...values].map(([value, membersWith]) => {
        const other = inOthers.get(attribute);
        return {
          attribute,
          value,
          membersWith,
          members: known,
          othersWith: other?.values.get(value) ?? 0,
          others: other?.known ?? 0,
        };
      }),
    )
    .filter(({ membersWith, others: known }) => membersWith >= LEAST_MEMBERS && known > 0);
  const pValues = tested.map((point) =>
    fisherGreater({
      groupWith: point.membersWith,
      groupWithout: point.members - point.membersWith,
      othersWith: point.othersWith,
      othersWithout: point.others - point.othersWith,
    }),
  );
  const qValues = adjustedForMany(pValues);
  const points = tested
    .map((point, index) => ({
      ...point,
      lift: liftOf(point),
      pValue: pValues[index] ?? 1,
      qValue: qValues[index] ?? 1,
      sentence: sentenceOf(point),
    }))
    .filter(({ qValue }) => qValue <= SIGNIFICANT)
    .sort((a, b) => a.pValue - b.pValue || b.lift - a.lift || (a.value < b.value ? -1 : 1));
  return { points: points.slice(0, MOST_POINTS), tested: tested.length };
}

function counted(accounts: readonly Traits[]) {
  const attributes = new Map<Attribute, { known: number; values: Map<string, number> }>();
  for (const traits of accounts)
    for (const [attribute, values] of traits) {
      const seen = attributes.get(attribute) ?? { known: 0, values: new Map<string, number>() };
      attributes.set(attribute, seen);
      seen.known += 1;
      for (const value of values) seen.values.set(value, (seen.values.get(value) ?? 0) + 1);
    }
  return attributes;
}

type Counts = Omit<CommonPoint, 'lift' | 'pValue' | 'qValue' | 'sentence'>;

function liftOf({ membersWith, members, othersWith, others }: Counts): number {
  const share = (membersWith + othersWith) / (members + others);
  return Math.round((100 * membersWith) / members / share) / 100;
}

function sentenceOf(point: Counts): string {
  const { attribute, value, membersWith, members, othersWith, others } = point;
  const { of, verb } = WORDS[attribute](value);
  return `${membersWith} of ${members} ${of}; ${percent(othersWith / others)} of the others ${verb}.`;
}

/** Whole per cent, but never 0 % or 100 % of something that is neither. */
export function percent(share: number): string {
  if (share === 0 || share === 1) return `${100 * share} %`;
  if (share < 0.005) return 'less than 1 %';
  return share > 0.995 ? 'more than 99 %' : `${Math.round(100 * share)} %`;
}

const use = (what: string) => ({ of: `use ${what}`, verb: 'do' });
const have = (what: string) => ({ of: `have ${what}`, verb: 'do' });
const are = (what: string) => ({ of: `are ${what}`, verb: 'are' });

const WORDS: Readonly<Record<Attribute, (value: string) => { of: string; verb: string }>> = {
  server: (value) => use(value),
  listener: (value) => use(`the ${value} listener`),
  protocol: (value) => use(value.toUpperCase()),
  client: (value) => use(`the client ${value}`),
  directory: (value) => are(`in the directory ${value}`),
  unit: (value) => are(`in the unit ${value}`),
  group: (value) => are(`in the group ${value}`),
  domain: (value) => are(`in the domain ${value}`),
  'password-age': (value) => have(`a password ${value}`),
  'password-scheme': (value) => have(`a password stored as ${value}`),
  finding: (value) => have(`the finding ${value}`),
};
