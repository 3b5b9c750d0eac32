import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonLogger } from './json-logger.js';

const SECRET = 'S3cr3t-that-must-not-show';

function logged(write: (logger: JsonLogger) => void, level: 'info' | 'trace' = 'trace') {
  const lines: string[] = [];
  write(new JsonLogger({ LOG_LEVEL: level }, { write: (line) => void lines.push(line) }));
  return { text: lines.join(''), lines: lines.map((line) => JSON.parse(line)) };
}

describe('the log', () => {
  it('is one JSON object a line, with level, time, context and message', () => {
    const { lines } = logged((logger) => logger.log('started', 'Boot'));

    expect(lines).toEqual([
      { level: 'info', time: expect.stringMatching(/Z$/), context: 'Boot', msg: 'started' },
    ]);
  });

  it.each([
    'password',
    'newPassword',
    'bindPassword',
    'passwd',
    'secret',
    'clientSecret',
    'token',
    'accessToken',
    'keyHash',
    'authorization',
    'Cookie',
    'apiKey',
    'private_key',
    'credentials',
    'body',
  ])('hides a field named %s at any depth', (name) => {
    const fields = { [name]: SECRET, deep: [{ er: { [name]: { even: [SECRET] } } }] };

    const { text } = logged((logger) => logger.write('info', 'm', fields));

    expect(text).not.toContain(SECRET);
    expect(text).toContain('[redacted]');
  });

  it.each([
    ['a URL’s password', `postgres://app:${SECRET}@db.example.com/x failed`],
    ['a bearer token', `Authorization: Bearer ${SECRET}`],
    ['basic credentials', `basic ${SECRET}`],
    ['an API key', `aw_abcdefgh_${SECRET.padEnd(43, 'x')} refused`],
  ])('hides %s in a message, a field, an error and its cause', (_case, text) => {
    const error = new Error(text, { cause: new Error(text) });

    const output = logged((logger) => {
      logger.error(text, error.stack, 'Context');
      logger.error(error);
      logger.write('error', text, { note: text, list: [text], err: error });
    });

    expect(output.text).not.toContain(SECRET);
    expect(output.lines).toHaveLength(3);
  });

  it('keeps a query’s parameters and its quoted values out of errors', () => {
    const error = Object.assign(new Error('duplicate key'), {
      query: `INSERT ... '${SECRET}'`,
      parameters: [SECRET],
      detail: `Key (x)=(${SECRET}) exists`,
      code: '23505',
    });

    const { text } = logged((logger) => logger.write('error', 'failed', { err: error }));

    expect(text).not.toContain(SECRET);
    expect(text).toContain('23505');
    expect(text).toContain('duplicate key');
  });

  it('writes nothing below its level', () => {
    const { lines } = logged((logger) => {
      logger.debug('quiet');
      logger.warn('loud');
    }, 'info');

    expect(lines.map(({ msg }) => msg)).toEqual(['loud']);
  });

  it('survives what refers to itself', () => {
    const loop: Record<string, unknown> = { name: 'loop' };
    loop['self'] = loop;

    expect(logged((logger) => logger.write('info', 'm', { loop })).lines).toHaveLength(1);
  });

  it('writes one valid line for any fields, and never a secret field', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.string(), (fields, message) => {
        const { lines, text } = logged((logger) =>
          logger.write('info', message, { fields, password: SECRET }),
        );

        expect(lines).toHaveLength(1);
        expect(text).not.toContain(SECRET);
      }),
    );
  });
});
