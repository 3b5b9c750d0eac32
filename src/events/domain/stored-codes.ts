import {
  EVENT_TYPES,
  type EventType,
  LISTENERS,
  type Listener,
  type Mechanism,
  MECHANISMS,
  OUTCOMES,
  type Outcome,
  PROTOCOLS,
  type Protocol,
  type Reason,
  REASONS,
} from './auth-event.js';

/** Two-way table between words and the small numbers that are stored for them. */
export interface Codes<Word extends string> {
  code(word: Word): number;
  /** @throws RangeError for a number that no version has written */
  word(code: number): Word;
}

function codes<Word extends string>(words: readonly Word[]): Codes<Word> {
  const numbers = new Map(words.map((word, index) => [word, index]));
  return {
    code: (word) => numbers.get(word) ?? 0,
    word: (code) => {
      const word = words[code];
      if (word === undefined) throw new RangeError(`no word has the stored code ${code}`);
      return word;
    },
  };
}

// The stored number is the word's place in its list: append to those lists, never reorder them.
export const typeCodes: Codes<EventType> = codes(EVENT_TYPES);
export const outcomeCodes: Codes<Outcome> = codes(OUTCOMES);
export const protocolCodes: Codes<Protocol> = codes(PROTOCOLS);
export const reasonCodes: Codes<Reason> = codes(REASONS);
export const listenerCodes: Codes<Listener> = codes(LISTENERS);
export const mechanismCodes: Codes<Mechanism> = codes(MECHANISMS);
