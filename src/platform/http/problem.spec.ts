import { describe, expect, it } from 'vitest';
import { DomainError } from '../../kernel/errors.js';
import { PROBLEM_CODES } from './problem-codes.js';
import { headersOf, problemOf, refusalOf } from './problem.js';

describe('problems', () => {
  it('say nothing about a bug', () => {
    const error = new Error('relation "api_key" does not exist at postgres://u:p@192.0.2.1');

    const problem = problemOf(refusalOf(error), 'request-1');

    expect(problem).toMatchObject({ status: 500, code: 'internal', requestId: 'request-1' });
    expect(JSON.stringify(problem)).not.toMatch(/api_key|192\.0\.2\.1/);
  });

  it.each([
    [
      'refused connections',
      Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' }),
    ],
    ['a server that starts', { driverError: Object.assign(new Error('x'), { code: '57P03' }) }],
    ['too many connections', Object.assign(new Error('x'), { code: '53300' })],
    ['a lost connection', new Error('Connection terminated unexpectedly')],
  ])('are 503 for a database with %s', (_case, properties) => {
    const error = Object.assign(new Error('query failed'), properties);

    const refusal = refusalOf(properties instanceof Error ? properties : error);

    expect(refusal?.code).toBe('database-unavailable');
    expect(headersOf(refusal)).toEqual({ 'retry-after': '5' });
  });

  it('are 500 for a query that is wrong', () => {
    expect(refusalOf(Object.assign(new Error('syntax'), { code: '42601' }))).toBeUndefined();
  });

  it('tell when to come back, in whole seconds and never at once', () => {
    const refusal = new DomainError('too-many', 'too-many-requests', 'Wait.', { retryAfter: 0.2 });

    expect(headersOf(refusal)).toEqual({ 'retry-after': '1' });
  });

  it('have stable codes in kebab case, each explained', () => {
    for (const [code, { title, remedy }] of Object.entries(PROBLEM_CODES)) {
      expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(title.length).toBeGreaterThan(10);
      expect(remedy).toMatch(/[.]$/);
    }
  });
});
