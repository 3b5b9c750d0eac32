import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJobQueue } from '../../src/platform/queue/bullmq-job-queue.js';
import { describeJobQueue } from '../conformance/job-queue.js';
import { describeWithServer } from '../servers/availability.js';
import { freePort } from '../servers/free-port.js';
import type { RedisServer } from '../servers/redis.js';
import { fetchRedis, startRedis } from '../servers/redis.js';
import { until } from '../until.js';

/** With a Redis, nothing connects to the database. */
const NO_DATABASE = 'postgres://nobody@192.0.2.1/none';
const PASSWORD = 's3cret/w0rd';

await describeWithServer('BullMQ on Redis', fetchRedis, () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis({ password: PASSWORD });
  });

  afterAll(async () => {
    await redis.stop();
  });

  describeJobQueue('BullMQ on Redis', () => ({
    databaseUrl: NO_DATABASE,
    redisUrl: redis.url,
  }));

  describe('when Redis goes away and comes back', () => {
    it('refuses jobs meanwhile, says so in the log and works on afterwards', async () => {
      const port = await freePort();
      const first = await startRedis({ port, password: PASSWORD });
      const complaints: string[] = [];
      const queue = await openJobQueue({
        databaseUrl: NO_DATABASE,
        redisUrl: first.url,
        name: 'comes-back',
        log: (_level, message) => complaints.push(message),
      });
      const done: string[] = [];
      await queue.work(new Map([['lock', async ({ id }) => void done.push(id)]]), {
        concurrency: 1,
      });

      await first.kill();
      await expect(queue.ping()).rejects.toMatchObject({ name: 'QueueUnavailable' });
      await expect(queue.add('lock', {}, { id: 'meanwhile' })).rejects.toThrow();
      const second = await startRedis({ port, password: PASSWORD });
      await until(
        () =>
          queue.ping().then(
            () => true,
            () => false,
          ),
        { timeoutMs: 30_000 },
      );
      await queue.add('lock', {}, { id: 'after' });

      await until(() => done.length === 1, { timeoutMs: 30_000 });
      expect(done).toEqual(['after']);
      expect(complaints.join('\n')).toContain('ECONNREFUSED');
      expect(complaints.join('\n')).not.toContain(PASSWORD);
      await queue.close();
      await second.stop();
    });
  });

  it('says where Redis is missing, without the password', async () => {
    const port = await freePort();
    const opening = openJobQueue({
      databaseUrl: NO_DATABASE,
      redisUrl: `redis://queue:s3cret-w0rd@127.0.0.1:${port}`,
      name: 'jobs',
      log: () => undefined,
    });

    const error: unknown = await opening.catch((reason: unknown) => reason);

    expect(error).toMatchObject({ name: 'QueueUnavailable' });
    expect(String(error)).toContain(`Redis at 127.0.0.1:${port}`);
    expect(String(error)).toContain('ECONNREFUSED');
    expect(String(error)).not.toContain('s3cret-w0rd');
  });

  it('says that Redis refuses the password, without it', async () => {
    const url = new URL(redis.url);
    url.password = 'wr0ng-w0rd';

    const error: unknown = await openJobQueue({
      databaseUrl: NO_DATABASE,
      redisUrl: url.href,
      name: 'jobs',
      log: () => undefined,
    }).catch((reason: unknown) => reason);

    expect(String(error)).toContain('WRONGPASS');
    expect(String(error)).not.toContain('wr0ng-w0rd');
  });
});
