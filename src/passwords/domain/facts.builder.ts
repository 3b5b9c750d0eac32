import { normalised, type PasswordFacts } from './password-facts.js';
import { aStrength } from './strength.builder.js';
import { wordsOf } from './words.js';

/** What is known of a password, to test with: strong for zxcvbn, of an owner without words. */
export function someFacts(
  password: string,
  {
    account,
    context = [],
    ...overrides
  }: PasswordFacts & { readonly account?: string; readonly context?: readonly string[] } = {},
): PasswordFacts {
  return {
    text: normalised(password),
    strength: aStrength(),
    words: wordsOf(account === undefined ? [] : [account], context),
    names: [...(account === undefined ? [] : [account]), ...context],
    ...overrides,
  };
}
