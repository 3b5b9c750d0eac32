/** A word that stands in a password from code unit `i` to `j`, as zxcvbn's own matcher says it. */
export interface WordMatch {
  readonly pattern: 'dictionary';
  readonly i: number;
  readonly j: number;
  readonly token: string;
  readonly matched_word: string;
  readonly rank: number;
  readonly dictionary_name: string;
  readonly reversed: false;
  readonly l33t: false;
}

/** Every word in a password, by place and length, then by dictionary. */
export type WordFinder = (password: string) => readonly WordMatch[];

export declare function wordFinder(lists: Readonly<Record<string, readonly string[]>>): WordFinder;
