import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { mixedMailboxes } from './hashes/mixed-mailboxes.js';
import { startService } from './service/service-process.js';
import { startSite } from './service/site.js';

const { values } = parseArgs({
  options: { accounts: { type: 'string', default: '100000' } },
});
const ACCOUNTS = Number(values.accounts);
const INSERT_AT_ONCE = 5_000;
const POLL_MS = 500;
const abort = new AbortController();

const Schedule = z.object({
  id: z.string(),
  lastRun: z
    .object({ status: z.string(), produced: z.string().nullable(), result: z.string().nullable() })
    .nullable(),
});

/** An audit of a directory of mixed schemes, run by a schedule; beside it, how long requests take. */
const site = await startSite(() => undefined, abort.signal);
const client = new pg.Client({ connectionString: site.databaseUrl });
await client.connect();
await client.query(
  `CREATE TABLE mailbox (username text PRIMARY KEY, password text NOT NULL, active boolean NOT NULL DEFAULT true)`,
);
const made = [...mixedMailboxes(ACCOUNTS)];
for (let at = 0; at < made.length; at += INSERT_AT_ONCE) {
  const some = made.slice(at, at + INSERT_AT_ONCE);
  await client.query(
    `INSERT INTO mailbox (username, password) SELECT * FROM unnest($1::text[], $2::text[])`,
    [some.map(({ username }) => username), some.map(({ password }) => password)],
  );
}
await client.end();

const service = await startService({
  databaseUrl: site.databaseUrl,
  dataDir: `${site.directory}/data`,
  nodeOptions: [],
  environment: { SECRETS_KEY: randomBytes(32).toString('base64') },
  abort: abort.signal,
});
try {
  const directory = z.object({ id: z.string() }).parse(
    await ask('POST', '/v1/directories', {
      name: 'bench',
      kind: 'sql',
      settings: {
        url: site.databaseUrl,
        table: 'mailbox',
        columns: { login: 'username', password: 'password', active: 'active' },
      },
    }),
  );
  const { id } = Schedule.parse(
    await ask('POST', '/v1/schedules', {
      name: 'bench',
      job: 'password-audit',
      cron: '* * * * * *',
      params: {
        directory: directory.id,
        checks: { words: ['Hyderabad'], millisecondsPerAccount: 10 },
      },
    }),
  );
  const startedAt = performance.now();
  const latencies: number[] = [];
  for (;;) {
    const asked = performance.now();
    const { lastRun } = Schedule.parse(await ask('GET', `/v1/schedules/${id}`));
    latencies.push(performance.now() - asked);
    if (lastRun !== null && lastRun.status !== 'running') {
      await report(lastRun, (performance.now() - startedAt) / 1_000, latencies);
      break;
    }
    await delay(POLL_MS);
  }
} finally {
  await service.stop();
  await site.stop();
}

async function report(
  run: NonNullable<z.output<typeof Schedule>['lastRun']>,
  seconds: number,
  latencies: readonly number[],
): Promise<void> {
  const sorted = latencies.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  console.log(`${run.status}: ${run.result ?? ''}`);
  console.log(
    `${ACCOUNTS.toLocaleString('en')} accounts in ${seconds.toFixed(1)} s, ${Math.round(ACCOUNTS / seconds).toLocaleString('en')} a second`,
  );
  console.log(
    `a request meanwhile: p50 ${(sorted[sorted.length >> 1] ?? 0).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  );
  const Audit = z.object({
    summary: z.object({ coverage: z.array(z.record(z.string(), z.unknown())) }).nullable(),
  });
  const { summary } = Audit.parse(await ask('GET', `/v1/password-audits/${run.produced}`));
  console.table(summary?.coverage);
}

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(service.url + path, {
    method,
    headers: { authorization: `Bearer ${service.apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
