/**
 * Scores one password with zxcvbn 4.4.2; runs in a thread of the strength pool.
 *
 * Plain JavaScript because a thread loads this very file, from `src` under vitest and from `dist`
 * in production. zxcvbn's own answer repeats the password (`password`, `sequence[].token`,
 * `matched_word`), so the answer here is built from numbers and fixed texts alone, and an error
 * is answered as "no estimate" because its message might quote the password.
 */
import { setPriority } from 'node:os';
import { workerData } from 'piscina';
import { wordFinder } from './dictionary-words.worker.mjs';

// Linux has a priority for each thread, and 0 is the one that asks; elsewhere it is the process.
if (process.platform === 'linux' && workerData?.niceness > 0) setPriority(0, workerData.niceness);

// Loaded now, as a thread that gives way has to do so while it loads a megabyte of words, too.
const { default: matching } = await import('zxcvbn/lib/matching.js');
const { default: lists } = await import('zxcvbn/lib/frequency_lists.js');
const { default: zxcvbn } = await import('zxcvbn');

/** Letters that a character may stand for; zxcvbn's own table, turned round. */
const LETTERS_OF = {
  4: 'a',
  '@': 'a',
  8: 'b',
  '(': 'c',
  '{': 'c',
  '[': 'c',
  '<': 'c',
  3: 'e',
  6: 'g',
  9: 'g',
  1: 'il',
  '!': 'i',
  '|': 'il',
  7: 'lt',
  0: 'o',
  $: 's',
  5: 's',
  '+': 't',
  '%': 'x',
  2: 'z',
};

/**
 * All readings of the leet characters in the password: at most 8, as only `1`, `|` and `7` have
 * two. zxcvbn's own enumeration takes one character per letter at a time and grows to hundreds
 * of readings, each a quadratic search: seconds for one hostile password.
 *
 * @param {Record<string, string[]>} subtable letter to the leet characters that occur
 */
matching.enumerate_l33t_subs = (subtable) => {
  const characters = [...new Set(Object.values(subtable).flat())];
  return characters.reduce(
    (readings, character) =>
      readings.flatMap((reading) =>
        [...LETTERS_OF[character]].map((letter) => ({ ...reading, [character]: letter })),
      ),
    [{}],
  );
};

const findWords = wordFinder(lists);
let findOwnWords = wordFinder({});

matching.set_user_input_dictionary = (words) => {
  findOwnWords = wordFinder({ user_inputs: words });
};

matching.dictionary_match = (password) =>
  matching.sorted([...findWords(password), ...findOwnWords(password)]);

/**
 * @param {{ text: string, words: string[], started: SharedArrayBuffer }} task `started` is set to
 *   1 when the thread begins, so that the pool can tell a slow password from a slow machine
 * @returns {import('./domain/strength.js').Strength | undefined} undefined when zxcvbn gave up
 */
export default function score({ text, words, started }) {
  Atomics.store(new Int32Array(started), 0, 1);
  try {
    return withoutSecrets(zxcvbn(text, words));
  } catch {
    return undefined;
  }
}

/** @param {import('zxcvbn').ZXCVBNResult} result */
function withoutSecrets(result) {
  const times = result.crack_times_display;
  return {
    score: result.score,
    guessesLog10: Math.round(result.guesses_log10 * 100) / 100,
    crackTimes: {
      online100PerHour: String(times.online_throttling_100_per_hour),
      online10PerSecond: String(times.online_no_throttling_10_per_second),
      offlineSlowHash: String(times.offline_slow_hashing_1e4_per_second),
      offlineFastHash: String(times.offline_fast_hashing_1e10_per_second),
    },
    patterns: result.sequence.map(({ pattern, dictionary_name: dictionary }) =>
      dictionary === undefined ? { kind: pattern } : { kind: pattern, dictionary },
    ),
    ...(result.feedback.warning ? { warning: result.feedback.warning } : {}),
    suggestions: [...result.feedback.suggestions],
  };
}
