import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLogOf, PASSWORD } from '../../src/events/domain/source-logs.builder.js';
import { sendLog } from '../support/asking.js';
import { dumpOf } from '../support/database-dump.js';
import { openWorld, type World } from '../support/world.js';

describe('promise 3: a cut makes no name of a password', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  it.each(['mailscan', 'postfix', 'dovecot'])(
    'keeps none of a %s log that was cut anywhere, even within a line',
    async (format) => {
      const log = `${aLogOf(format).join('\n')}\n`;
      const query = `format=${format}&year=2026`;

      for (let cut = 1; cut < log.length; cut += 5) {
        const part = `${query}&stream=${format}-${cut}`;
        const first = await sendLog(world.service.ask, part, log.slice(0, cut));
        const second = await sendLog(world.service.ask, part, log.slice(cut));
        expect([first.status, second.status]).toEqual([200, 200]);
      }

      const secrets = [PASSWORD, PASSWORD.toLowerCase(), ...pieces(PASSWORD)];
      for (const [table, text] of await dumpOf(world.sql))
        expect(
          secrets.filter((secret) => text.includes(secret)),
          table,
        ).toEqual([]);
    },
  );
});

/** In base64, from the second triple of bytes on, at each alignment. */
function pieces(secret: string): readonly string[] {
  return [0, 1, 2].map((shift) =>
    Buffer.from('x'.repeat(shift) + secret)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
}
