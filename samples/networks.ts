import type { Random } from './random.js';

/** The first two octets of a /16, and the range of the third that is used. */
interface Block {
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Where the botnet's machines stand: consumer access networks, two-letter country and /16.
 * Geolocation needs real places; the hosts are drawn at random and say nothing about anybody.
 */
const BOTNET_BLOCKS = [
  ...(['BR 177.32', 'BR 189.4', 'RU 95.24', 'RU 178.140', 'TR 78.160', 'TR 88.224'] as const),
  ...(['UA 93.72', 'PL 83.0', 'VN 113.160', 'VN 14.160', 'KR 121.128', 'CN 112.80'] as const),
  ...(['AR 190.16', 'CO 186.80', 'MX 187.128', 'IT 79.0', 'ES 83.32', 'RO 86.120'] as const),
  ...(['TH 171.96', 'ID 36.64', 'PH 112.198', 'SA 188.48', 'EG 41.32', 'MA 41.248'] as const),
  ...(['ZA 105.0', 'KZ 92.46', 'PE 190.232', 'CL 190.160', 'PT 81.84', 'GR 79.128'] as const),
  ...(['IL 79.176', 'PK 39.32', 'TW 114.32', 'RS 109.92', 'MY 175.136', 'DE 84.128'] as const),
] as const;

/** Two access networks of each town where staff live; the ranges lie in the town as a whole. */
const HOME_BLOCKS = [
  ['Hyderabad', ['175.101 160 255', '183.82 64 111']],
  ['Hyderabad', ['175.101 160 255', '183.83 80 143']],
  ['Bengaluru', ['106.51 64 111', '122.166 0 63']],
  ['Chennai', ['122.165 96 239', '122.174 0 31']],
  ['Delhi', ['122.160 208 239', '122.163 64 79']],
  ['Mumbai', ['157.47 0 255', '49.38 64 79']],
] as const;

/** Where the traveller lands: Dubai. */
const DUBAI: Block = { prefix: '86.96', from: 16, to: 31 };

/** A machine of the botnet anywhere in the world. */
export function botAddress(random: Random): string {
  const [, prefix = ''] = random.pick(BOTNET_BLOCKS).split(' ');
  return hostIn({ prefix, from: 0, to: 255 }, random);
}

/** One to three addresses in one town, as access networks give them out over a day. */
export function homeAddresses(random: Random): readonly [string, ...string[]] {
  const [, blocks] = random.pick(HOME_BLOCKS);
  const more = Array.from({ length: random.whole(0, 2) }, () =>
    homeAddress(random.pick(blocks), random),
  );
  return [homeAddress(random.pick(blocks), random), ...more];
}

/** An address in Hyderabad, where the company is. */
export function hyderabadAddress(random: Random): string {
  return homeAddress(HOME_BLOCKS[0][1][0], random);
}

/** An address in Dubai. */
export function dubaiAddress(random: Random): string {
  return hostIn(DUBAI, random);
}

function homeAddress(block: string, random: Random): string {
  const [prefix = '', from, to] = block.split(' ');
  return hostIn({ prefix, from: Number(from), to: Number(to) }, random);
}

function hostIn({ prefix, from, to }: Block, random: Random): string {
  return `${prefix}.${random.whole(from, to)}.${random.whole(1, 254)}`;
}
