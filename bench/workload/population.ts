import { botAddress } from '../../samples/networks.js';
import { seededRandom, type Random } from '../../samples/random.js';

/** Somebody with a mailbox, and the addresses that sign-ins come from. */
export interface Resident {
  readonly login: string;
  /** One to three of one town; the first is where most sign-ins come from. */
  readonly addresses: readonly [string, ...string[]];
  /** EHLO name or IMAP ID of the mail program. */
  readonly client: string;
}

/** The accounts of a mail site and those who guess at their passwords. */
export interface Population {
  /** One of the accounts; some are drawn far oftener than others. */
  anyone(random: Random): Resident;
  /** One of the few whose password a botnet has. */
  stolen(random: Random): Resident;
  /** A machine that guesses passwords. */
  guesser(random: Random): string;
}

const STOLEN = 20;
const GUESSERS = 300;
/** Flattens the head of the distribution: the busiest of 20,000 accounts has 1 event in 300. */
const MANDELBROT_SHIFT = 50;
/**
 * Consumer access networks that residents live in, one town each as far as geolocation knows: 6,144
 * networks of 256 addresses, so that a handful of accounts share one. Geolocation needs real
 * places; the hosts are drawn at random and say nothing about anybody.
 */
const HOME_PREFIXES = [
  ...(['49.204', '49.205', '49.206', '59.92', '59.93', '59.94', '106.51', '106.66'] as const),
  ...(['117.192', '117.193', '117.194', '117.195', '122.160', '122.161', '122.162'] as const),
  ...(['157.32', '157.33', '157.34', '182.64', '182.65', '182.66', '183.82', '183.83'] as const),
  '223.176',
] as const;
const CLIENTS = ['laptop', 'iPhone Mail', 'Thunderbird 128.4.0', 'Outlook', 'K-9 Mail'] as const;
const GIVEN = ['asha', 'ravi', 'maria', 'john', 'li', 'fatima', 'olga', 'sven', 'nuno'] as const;
const FAMILY = ['rao', 'miller', 'chen', 'silva', 'novak', 'haas', 'ito', 'khan'] as const;

/**
 * Makes a site of `size` accounts. How often one is drawn follows Zipf and Mandelbrot's law,
 * 1 / (rank + 50): a phone that polls all day beside a mailbox that is opened twice.
 */
export function aPopulation(seed: number, size: number): Population {
  const random = seededRandom(seed, 'bench/population');
  const residents = Array.from({ length: size }, (_, rank) => resident(rank, random));
  const upTo = new Float64Array(size);
  let total = 0;
  for (let rank = 0; rank < size; rank += 1) {
    total += 1 / (rank + MANDELBROT_SHIFT);
    upTo[rank] = total;
  }
  const guessers = Array.from({ length: GUESSERS }, () => botAddress(random));
  const at = (index: number): Resident => {
    const found = residents[index];
    if (found === undefined) throw new RangeError(`nobody has the rank ${index}`);
    return found;
  };
  return {
    anyone: (draw) => at(firstAbove(upTo, draw.fraction() * total)),
    // Neither the busiest nor the idlest.
    stolen: (draw) => at(Math.floor((size * (draw.whole(1, STOLEN) + 1)) / (STOLEN * 2 + 2))),
    guesser: (draw) => guessers[draw.whole(0, GUESSERS - 1)] ?? '',
  };
}

/** Where somebody signs in from this time: four times of five from the usual place. */
export function addressOf({ addresses }: Resident, random: Random): string {
  return random.chance(0.8) ? addresses[0] : random.pick(addresses);
}

function resident(rank: number, random: Random): Resident {
  return {
    login: `${random.pick(GIVEN)}.${random.pick(FAMILY)}${rank}@example.com`,
    addresses: homeAddresses(random),
    client: random.pick(CLIENTS),
  };
}

function homeAddresses(random: Random): readonly [string, ...string[]] {
  const prefix = random.pick(HOME_PREFIXES);
  const address = () => `${prefix}.${random.whole(0, 255)}.${random.whole(1, 254)}`;
  return [address(), ...Array.from({ length: random.whole(0, 2) }, address)];
}

/** Index of the first of the rising numbers that is above `value`. */
function firstAbove(rising: Float64Array, value: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
