/** Randomness that can be had again: the same seed and stream give the same numbers. */
export interface Random {
  /** From 0 up to, but not, 1. */
  fraction(): number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
  /** One of them; the list must not be empty. */
  pick<L extends readonly [unknown, ...unknown[]]>(list: L): L[number];
  /** All of them in another order. */
  shuffled<T>(list: readonly T[]): readonly T[];
  /** The time to the next event of a Poisson process, in the unit of `mean`. */
  wait(mean: number): number;
}

/**
 * Chris Doty-Humphrey's sfc32 (PractRand), seeded by FNV-1a over seed and stream and run in for
 * twelve rounds. For samples only: nothing here is fit for secrets.
 *
 * @param stream names what the numbers are for, so that more of one don't shift another's
 */
export function seededRandom(seed: number, stream: string): Random {
  const name = `${seed}/${stream}`;
  const state: [number, number, number, number] = [
    fnv1a(`${name}/a`),
    fnv1a(`${name}/b`),
    fnv1a(`${name}/c`),
    1,
  ];
  for (let round = 0; round < 12; round += 1) sfc32(state);

  const fraction = (): number => sfc32(state) / 2 ** 32;
  const whole = (min: number, max: number): number =>
    min + Math.floor(fraction() * (max - min + 1));
  return {
    fraction,
    whole,
    chance: (probability) => fraction() < probability,
    pick: (list) => list[whole(0, list.length - 1)] ?? list[0],
    shuffled: (list) =>
      list
        .map((item) => ({ item, place: fraction() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item),
    wait: (mean) => -mean * Math.log(1 - fraction()),
  };
}

function sfc32(state: [number, number, number, number]): number {
  const [a, b, c, counter] = state;
  const next = (a + b + counter) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = (c + (c << 3)) | 0;
  state[2] = (((c << 21) | (c >>> 11)) + next) | 0;
  state[3] = (counter + 1) | 0;
  return next >>> 0;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
