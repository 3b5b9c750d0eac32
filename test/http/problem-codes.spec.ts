import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROBLEM_CODES } from '../../src/platform/http/problem-codes.js';

const REFUSAL = /new DomainError\(\s*'([a-z-]+)',\s*'([a-z-]+)'/g;
const DOCUMENTED = /@ApiProblems\(([^)]*)\)/g;
const WORD = /'([^']+)'/g;

const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => ({ file, text: readFileSync(`src/${file}`, 'utf8') }));

describe('the codes of problems', () => {
  it('are all in the table, with the kind with which they are thrown', () => {
    const strays = SOURCES.flatMap(({ file, text }) =>
      [...text.matchAll(REFUSAL)]
        .filter(([, kind, code = '']) => PROBLEM_CODES[code]?.kind !== kind)
        .map(([, kind, code]) => `${file}: ${kind} ${code}`),
    );

    expect(strays).toEqual([]);
  });

  it('are all in the table when an operation documents them', () => {
    const strays = SOURCES.flatMap(({ file, text }) =>
      [...text.matchAll(DOCUMENTED)]
        .flatMap(([, codes = '']) => [...codes.matchAll(WORD)].map(([, code = '']) => code))
        .filter((code) => !PROBLEM_CODES[code])
        .map((code) => `${file}: ${code}`),
    );

    expect(strays).toEqual([]);
  });

  it('are used: no explanation outlives its code', () => {
    const text = SOURCES.filter(({ file }) => !file.includes('problem-codes'))
      .map((source) => source.text)
      .join('\n');
    const unused = Object.keys(PROBLEM_CODES).filter((code) => !text.includes(`'${code}'`));

    expect(unused).toEqual([]);
  });
});
