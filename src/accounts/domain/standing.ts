/** Where an account stands between suspicion and remedy; operators' verdicts outlast the machine's moves. */
export const STANDINGS = [
  'normal',
  'watched',
  'contained',
  'remediated',
  'confirmed-compromised',
  'confirmed-safe',
] as const;
export type Standing = (typeof STANDINGS)[number];
