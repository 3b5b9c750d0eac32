import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { mixedMailboxes } from './hashes/mixed-mailboxes.js';
import { countArgument } from './measure/count-argument.js';
import { quantile } from './measure/statistics.js';
import { peakMemory } from './service/memory.js';
import { type ServiceProcess, startService } from './service/service-process.js';
import { startSite } from './service/site.js';

const ACCOUNTS = countArgument('npm run bench:audit -- [ACCOUNTS]', 100_000);
const INSERT_AT_ONCE = 5_000;
const POLL_MS = 250;
const TELL_EVERY_MS = 30_000;
const abort = new AbortController();

const Created = z.object({ id: z.string() });
const Run = z.object({
  status: z.string(),
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  produced: z.string().nullable(),
  result: z.string().nullable(),
});
type Run = z.output<typeof Run>;
const Schedule = z.object({ lastRun: Run.nullable() });
const Audit = z.object({
  summary: z.object({ coverage: z.array(z.record(z.string(), z.unknown())) }).nullable(),
});

/** An audit of a directory of mixed schemes, run by a schedule; beside it, how long requests take. */
const site = await startSite(() => undefined, abort.signal);
try {
  await fillMailboxes(site.databaseUrl);
  const service = await startService({
    databaseUrl: site.databaseUrl,
    dataDir: `${site.directory}/data`,
    nodeOptions: [],
    environment: { SECRETS_KEY: randomBytes(32).toString('base64') },
    abort: abort.signal,
  });
  try {
    await auditBySchedule(service, site.databaseUrl);
  } finally {
    await service.stop();
  }
} finally {
  await site.stop();
}

async function fillMailboxes(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
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
  } finally {
    await client.end();
  }
}

async function auditBySchedule(service: ServiceProcess, databaseUrl: string): Promise<void> {
  const ask = asking(service);
  const { id: directory } = Created.parse(
    await ask('POST', '/v1/directories', {
      name: 'bench',
      kind: 'sql',
      settings: {
        url: databaseUrl,
        table: 'mailbox',
        columns: { login: 'username', password: 'password', active: 'active' },
      },
    }),
  );
  const { id } = Created.parse(
    await ask('POST', '/v1/schedules', {
      name: 'bench',
      job: 'password-audit',
      cron: '* * * * * *',
      params: { directory, checks: { words: ['Hyderabad'], millisecondsPerAccount: 10 } },
    }),
  );
  const startedAt = performance.now();
  const requestMs: number[] = [];
  let toldAt = startedAt;
  let isOn = true;
  for (;;) {
    const asked = performance.now();
    const { lastRun } = Schedule.parse(await ask('GET', `/v1/schedules/${id}`));
    requestMs.push(performance.now() - asked);
    // Once: the next run would take the place of the one that is measured.
    if (lastRun !== null && isOn) {
      await ask('PATCH', `/v1/schedules/${id}`, { enabled: false });
      isOn = false;
    }
    if (lastRun !== null && lastRun.status !== 'running') {
      const seconds = (performance.now() - startedAt) / 1_000;
      const { summary } = Audit.parse(await ask('GET', `/v1/password-audits/${lastRun.produced}`));
      report(lastRun, { seconds, requestMs, peakBytes: peakMemory(service.pid) ?? 0 });
      console.table(summary?.coverage);
      return;
    }
    if (lastRun !== null && performance.now() - toldAt > TELL_EVERY_MS) {
      toldAt = performance.now();
      const { done, total } = lastRun.progress ?? { done: 0, total: ACCOUNTS };
      process.stderr.write(`bench: ${done} of ${total} accounts\n`);
    }
    await delay(POLL_MS);
  }
}

interface Measured {
  readonly seconds: number;
  readonly requestMs: readonly number[];
  readonly peakBytes: number;
}

function report(run: Run, { seconds, requestMs, peakBytes }: Measured): void {
  const ms = (share: number) => quantile(requestMs, share).toFixed(1);
  console.log(`${run.status}: ${run.result ?? ''}`);
  console.log(
    `${ACCOUNTS.toLocaleString('en')} accounts in ${seconds.toFixed(1)} s, ${Math.round(ACCOUNTS / seconds).toLocaleString('en')} a second`,
  );
  console.log(`a request meanwhile: p50 ${ms(0.5)} ms, p99 ${ms(0.99)} ms, at most ${ms(1)} ms`);
  console.log(`memory of the service: at most ${Math.round(peakBytes / 2 ** 20)} MiB`);
}

/** Asks the service's API. */
function asking({ url, apiKey }: ServiceProcess) {
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
}
