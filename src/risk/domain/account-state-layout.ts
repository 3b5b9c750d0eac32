/** A list without inner structure, as JSON has it. */
export type Flat = (string | number | null)[];

/** Of the layout below. The first had no number of its own and began with `lastAt`. */
export const LAYOUT = 2;

/** How an account's state is written. Times are milliseconds before `lastAt`: short, and the same at every fold. */
export type EncodedState = [
  layout: typeof LAYOUT,
  lastAt: number,
  lastId: string,
  age: number,
  signIns: number,
  days: number,
  lastDay: number,
  addresses: Flat,
  networks: Flat,
  countries: Flat,
  places: Flat,
  volume: number[],
  changes: number[],
  failures: Flat,
  senders: Flat,
  emitted: Flat,
  habits: Flat,
  newNetworks: Flat,
  /** Counted sign-ins, hours of both periods, uses of internal and of external listeners, a 1 where it is often apart. */
  numbers: number[],
  // Most accounts have nothing of these, and are written without them, as they were before there were any.
  failedMail?: Flat,
  visits?: Flat,
  /** Milliseconds before `lastAt`, latitude and longitude. */
  atHome?: number[],
];

type FirstLayout = [
  lastAt: number,
  lastId: string,
  age: number,
  signIns: number,
  days: number,
  lastDay: number,
  addresses: Flat,
  networks: Flat,
  countries: Flat,
  places: Flat,
  volume: number[],
  changes: number[],
  failures: Flat,
  senders: Flat,
  emitted: Flat,
];

/** Brings a state of the first layout into the present one; what it didn't have begins anew. */
export function inPresentLayout(encoded: EncodedState | FirstLayout): EncodedState {
  if (isPresent(encoded)) return encoded;
  const [lastAt, lastId, age, signIns, days, lastDay, addresses, networks, countries] = encoded;
  const [, , , , , , , , , places, volume, changes, failures, senders, emitted] = encoded;
  const head = [lastAt, lastId, age, signIns, days, lastDay, addresses] as const;
  const tail = [places, volume, changes, failures, senders, emitted] as const;
  const counted = [withUses(networks, 2), withUses(countries, 3)] as const;
  return [LAYOUT, ...head, ...counted, ...tail, [], [], []];
}

function isPresent(encoded: EncodedState | FirstLayout): encoded is EncodedState {
  return encoded[0] === LAYOUT;
}

function withUses(flat: Flat, width: number): Flat {
  return flat.flatMap((value, index) => (index % width === width - 1 ? [value, 0] : [value]));
}
