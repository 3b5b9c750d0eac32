import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendLog } from '../support/asking.js';
import { logInTurn, overlappingLog } from '../support/logs.js';
import { openWorld, type Outcome, type World } from '../support/world.js';

const FORMATS = ['mailscan', 'postfix', 'dovecot'] as const;

describe('promise 2: the outcome does not depend on where a log was cut', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.beginAnew());
  afterAll(() => world.close());

  async function send(format: string, parts: readonly (readonly string[])[]): Promise<void> {
    for (const part of parts) {
      const raw = part.map((line) => `${line}\n`).join('');
      const { status, text } = await sendLog(world.service.ask, queryOf(format), raw);
      expect({ status, text }).toMatchObject({ status: 200 });
    }
  }

  async function outcomeOf(
    format: string,
    parts: readonly (readonly string[])[],
  ): Promise<Outcome> {
    await world.beginAnew();
    await send(format, parts);
    return world.outcome();
  }

  describe.each(FORMATS)('%s', (format) => {
    const log = overlappingLog(format);

    it('is the same line by line', async () => {
      const whole = await outcomeOf(format, [log]);

      const pieces = await outcomeOf(
        format,
        log.map((line) => [line]),
      );

      expect(whole.events.length).toBeGreaterThan(3);
      expect(pieces).toEqual(whole);
    });

    it('is the same when it is cut once, at any line', async () => {
      const whole = await outcomeOf(format, [log]);

      for (let cut = 1; cut < log.length; cut += 1) {
        const pieces = await outcomeOf(format, [log.slice(0, cut), log.slice(cut)]);

        expect(pieces.events, `cut before line ${cut + 1}`).toEqual(whole.events);
      }
    });

    it('is the same line by line when no line has its ending', async () => {
      const whole = await outcomeOf(format, [log]);
      await world.beginAnew();

      for (const line of log) await sendLog(world.service.ask, queryOf(format), line);

      expect((await world.outcome()).events).toEqual(whole.events);
    });

    it('is the same when a part is sent again because its answer was lost', async () => {
      const sessions = logInTurn(format);
      const whole = await outcomeOf(format, [sessions]);

      for (let cut = 1; cut <= sessions.length; cut += 1) {
        const first = sessions.slice(0, cut);
        const pieces = await outcomeOf(format, [first, first, sessions.slice(cut)]);

        expect(pieces.events, `first ${cut} lines twice`).toEqual(whole.events);
      }
    });
  });

  it('refuses the slower of two requests that bring the same stream forward at once', async () => {
    const lines = overlappingLog('postfix');
    const query = queryOf('postfix');
    const raw = lines.map((line) => `${line}\n`).join('');

    const answers = await Promise.all([1, 2, 3].map(() => sendLog(world.service.ask, query, raw)));

    const refused = answers.filter(({ status }) => status !== 200);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    for (const { status, body } of refused)
      expect([status, body.code]).toEqual([409, 'stream-in-use']);
    const stored = await world.outcome();
    expect(stored.events).toEqual((await outcomeOf('postfix', [lines])).events);
  });
});

function queryOf(format: string): string {
  return `format=${format}&stream=mx1&year=2026&timezone=UTC`;
}
