import { RE2JS } from 're2js';
import { z } from 'zod';
import { ruleKind } from '../rule.js';

const Expression = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => Number.isFinite(sizeOf([text])), 'is no regular expression of RE2')
  .describe('Regular expression in the syntax of RE2; it may match anywhere.');

/**
 * An administrator's regular expressions, on an engine whose time is linear in the password's
 * length whatever the expression.
 */
export const pattern = ruleKind({
  id: 'pattern',
  title: "An administrator's regular expressions",
  clause: 'Authwarden pattern',
  looksInside: true,
  options: z
    .strictObject({
      reject: z.array(Expression).max(20).default([]).describe('It must match none of these.'),
      require: z.array(Expression).max(20).default([]).describe('It must match all of these.'),
      message: z
        .string()
        .min(1)
        .max(300)
        .default('It has a shape that is not allowed here.')
        .describe('What is said of one that is refused.'),
    })
    .refine(
      ({ reject, require }) => sizeOf([...reject, ...require]) <= MOST_INSTRUCTIONS,
      'these regular expressions are too large together',
    ),

  demand({ reject, require, message }) {
    const rejected = reject.map((text) => RE2JS.compile(text));
    const required = require.map((text) => RE2JS.compile(text));
    return {
      message,
      passes({ text }) {
        if (text === undefined) return undefined;
        return (
          !rejected.some((expression) => expression.matcher(text).find()) &&
          required.every((expression) => expression.matcher(text).find())
        );
      },
    };
  },
});

/**
 * Instructions of all expressions, once compiled: their number times the password's length is what
 * a check costs, under 0.1 s for a password of 1,024 bytes.
 */
const MOST_INSTRUCTIONS = 1_000;

/** Instructions of the compiled expressions; infinite when one can't be compiled. */
function sizeOf(expressions: readonly string[]): number {
  try {
    return expressions.reduce((size, text) => size + RE2JS.compile(text).programSize(), 0);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
