import { ApiExtension } from '@nestjs/swagger';

/**
 * Documents which problems of its own an operation answers, by code of `problem-codes.ts`. Those
 * that any operation may answer (a bad credential, bad input, too many requests) are added to all.
 */
export const ApiProblems = (...codes: readonly [string, ...string[]]) =>
  ApiExtension('x-problems', codes);
