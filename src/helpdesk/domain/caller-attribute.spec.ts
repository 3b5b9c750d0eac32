import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayBeAsked, rightAnswers } from './caller-attribute.js';
import { digestOf, isRight, newCode } from './caller-verification.js';

const whole = { compare: 'whole', digits: 4 } as const;
const last = { compare: 'last-digits', digits: 4 } as const;

describe('what a caller has to say of an attribute', () => {
  it.each([
    ['the whole value', whole, ['P-0047 11'], ['p004711']],
    ['either of two', whole, ['P4711', 'P4712'], ['p4711', 'p4712']],
    ['the last digits', last, ['+49 (30) 1234-5678'], ['5678']],
    ['one answer for two spellings', last, ['030 12345678', '+49 30 12345678'], ['5678']],
    ['nothing where the value is too short', whole, ['12'], []],
    ['nothing where there are too few digits', last, ['ext. 12'], []],
    ['nothing where there is no value', whole, [], []],
  ])('is %s', (_what, attribute, values, answers) => {
    expect(rightAnswers(attribute, values)).toEqual(answers);
  });

  it.each([
    ['employeeNumber', true],
    ['telephoneNumber', true],
    ['userPassword', false],
    ['unicodePwd', false],
    ['sambaNTHash', false],
    ['api_token', false],
  ])('may be of %s: %s', (attribute, may) => {
    expect(mayBeAsked(attribute)).toBe(may);
  });

  it('is right in any spelling, and no other answer is', () => {
    const { salt } = newCode();
    const digests = Buffer.concat(['4711', 'p0815'].map((answer) => digestOf(salt, answer)));

    for (const answer of ['47 11', '47-11', 'P 0815', 'p-0815'])
      expect(isRight(answer, salt, digests)).toBe(true);
    for (const answer of ['', ' ', '-', '4712', '711', '04711', '4711p0815'])
      expect(isRight(answer, salt, digests)).toBe(false);
  });

  it('is never right when nothing counts in it', () => {
    const { salt } = newCode();
    const marks = fc.string({ unit: fc.constantFrom(' ', '-', '.', '+', '/') });

    fc.assert(
      fc.property(marks, (answer) => {
        expect(isRight(answer, salt, digestOf(salt, answer))).toBe(false);
      }),
    );
  });
});
