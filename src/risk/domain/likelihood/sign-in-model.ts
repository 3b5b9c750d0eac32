import { clientHabit, countMethods, methodHabit, providerHabit } from '../habit-keys.js';
import { kindIndexOf } from '../fold-event.js';
import type { FoldEvent } from '../fold-event.js';

/** Sign-ins counted by value: of provider, country, program and method. */
export type SignInCounts = ReadonlyMap<string, number>;

/** What is counted of everybody's sign-ins. */
export interface SignInModel {
  /** Counted sign-ins. */
  readonly signIns: number;
  /** Different providers and countries. */
  readonly providers: number;
  readonly countries: number;
  /** Of protocols, protocols with a mechanism, and kinds of encryption. */
  readonly methods: SignInCounts;
  readonly counts: SignInCounts;
}

/** Days that a model counts, and days between the last of them and the day that it holds for. */
export const MODEL_DAYS = 28;
export const MODEL_LAG_DAYS = 2;

/** Counted sign-ins below which the site isn't known. */
const MIN_SIGN_INS = 300;

/** The key of the number of counted sign-ins. */
const TOTAL = '#';

/** What the keys of everything but countries and providers begin with. */
const NO_PROVIDERS = `${TOTAL}cpm`;

/**
 * The keys that a sign-in is counted by. One in sixteen is, by the last digit of its id, which is a
 * digest of the event: so it's the same ones in whatever order and batches they come.
 */
export function countedKeys({ id, event, place }: FoldEvent): readonly string[] {
  if (id.charCodeAt(id.length - 1) !== 48 || kindIndexOf(event) !== 0) return [];
  const { sourceIp } = event;
  if (sourceIp === undefined) return [];
  return [
    TOTAL,
    providerHabit(sourceIp, place),
    countryKey(place?.country),
    clientHabit(event.client),
    methodHabit(event),
  ];
}

/** The key that a country is counted by. */
export function countryKey(country: string | undefined): string {
  return `@${country ?? ''}`;
}

/** Makes counts a model; undefined while they are too few to say what is usual. */
export function modelOf(counts: SignInCounts): SignInModel | undefined {
  const signIns = counts.get(TOTAL) ?? 0;
  if (signIns < MIN_SIGN_INS) return undefined;
  const model = { signIns, providers: 0, countries: 0, methods: countMethods(counts), counts };
  for (const key of counts.keys()) {
    const [kind = ''] = key;
    if (kind === '@') model.countries += 1;
    else if (!NO_PROVIDERS.includes(kind)) model.providers += 1;
  }
  return model;
}
