import type { Random } from './random.js';

const BEGINNINGS = [
  'Bra',
  'Ke',
  'Lo',
  'Ta',
  'Vi',
  'Su',
  'Ne',
  'Dro',
  'Pa',
  'Gri',
  'Ju',
  'Ro',
] as const;
const MIDDLES = ['ba', 'lo', 'mi', 'ne', 'ru', 'so', 'te', 'vi', 'zu', 'ka'] as const;
const ENDS = ['dek', 'lan', 'mar', 'nok', 'pol', 'rim', 'sten', 'tar', 'vik', 'zet'] as const;

/** A name of three syllables that nobody bears, so far as known: `Brabadek`. */
export function inventedName(random: Random): string {
  return random.pick(BEGINNINGS) + random.pick(MIDDLES) + random.pick(ENDS);
}

/** A mailbox outside the company, at a domain kept for documentation (RFC 2606). */
export function outsideAddress(random: Random): string {
  const host = random.pick([
    'example.com',
    'example.net',
    'example.org',
    'mail.example.com',
    'post.example.net',
  ]);
  return `${inventedName(random).toLowerCase()}${random.whole(1, 999)}@${host}`;
}
