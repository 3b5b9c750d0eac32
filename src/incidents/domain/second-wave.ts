/**
 * Where the watch over an account stands once it was remedied: `watching`, then `quiet` (nobody
 * came back) or `recurred` (somebody did). `none` before a remedy.
 */
export const WAVE_STATES = ['none', 'watching', 'quiet', 'recurred'] as const;
export type WaveState = (typeof WAVE_STATES)[number];
