import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { countArgument } from '../measure/count-argument.js';
import { quantile } from '../measure/statistics.js';
import { ApiClient } from '../service/api-client.js';
import { startService } from '../service/service-process.js';
import { startSite } from '../service/site.js';

const CHECKS_A_SECOND = 200;
const HOSTILE_SHARE = 0.1;
const SECONDS = countArgument('npm run bench:passwords -- [SECONDS]', 20);
const WARM_UP_SECONDS = 10;
const SIGNS = '4@8({[<3691!|$5+7%20';

/** What people type: words with numbers, phrases, random characters. */
const NORMAL = [
  (n: number) => `Password${n}`,
  (n: number) => `summer-rain-${n}`,
  (n: number) => `Tr0ub4dor&${n}`,
  (n: number) => `wolvox endrum ${n}`,
  (n: number) => `${(n * 7_919).toString(36)}Qx!${(n * 104_729).toString(36)}`,
];

/** What somebody sends who wants to keep the threads busy: as long as it is looked at, all signs. */
const HOSTILE = [
  (n: number) => SIGNS.repeat(4).slice(n % 16, 64 + (n % 16)),
  (n: number) => `${n}`.repeat(64).slice(0, 64),
  (n: number) => `p4$$w0rd${n % 10}!`.repeat(7).slice(0, 64),
];

const stopped = new AbortController();
process.once('SIGINT', () => stopped.abort(new Error('stopped')));
process.stdout.write(`${JSON.stringify(await run())}\n`);

/** Checks at an even pace through the API, a tenth of them hostile, and times the others. */
async function run() {
  const site = await startSite(() => {}, stopped.signal);
  try {
    const dataDir = join(site.directory, 'service');
    const service = await startService({
      databaseUrl: site.databaseUrl,
      dataDir,
      nodeOptions: [],
      abort: stopped.signal,
    });
    const client = new ApiClient(service.url, service.apiKey, 400);
    try {
      await pace(client, WARM_UP_SECONDS, 0);
      const alone = await pace(client, SECONDS, 0);
      const attacked = await pace(client, SECONDS, HOSTILE_SHARE);
      return {
        bench: 'password-checks',
        checksPerSecond: CHECKS_A_SECOND,
        seconds: SECONDS,
        alone: figures(alone),
        hostileShare: HOSTILE_SHARE,
        attacked: figures(attacked),
      };
    } finally {
      client.close();
      await service.stop();
    }
  } finally {
    await site.stop();
  }
}

interface Paced {
  readonly normalMs: number[];
  readonly hostileMs: number[];
  normalRefused: number;
  hostileRefused: number;
}

async function pace(client: ApiClient, seconds: number, hostileShare: number): Promise<Paced> {
  const paced: Paced = { normalMs: [], hostileMs: [], normalRefused: 0, hostileRefused: 0 };
  const begun = performance.now();
  const all: Promise<void>[] = [];
  for (let n = 0; n < seconds * CHECKS_A_SECOND; n += 1) {
    const due = begun + (n * 1_000) / CHECKS_A_SECOND;
    const wait = due - performance.now();
    if (wait > 1) await delay(wait, undefined, { signal: stopped.signal });
    all.push(one(client, n, (n * hostileShare) % 1 < hostileShare && hostileShare > 0, due, paced));
  }
  await Promise.all(all);
  return paced;
}

/** Timed from when it was due, so that a late start counts. */
async function one(
  client: ApiClient,
  n: number,
  isHostile: boolean,
  due: number,
  paced: Paced,
): Promise<void> {
  const kinds = isHostile ? HOSTILE : NORMAL;
  const password = kinds[n % kinds.length]?.(n) ?? '';
  const body = Buffer.from(JSON.stringify({ password, account: `a${n % 500}@example.test` }));
  try {
    await client.post('/v1/passwords/check', 'application/json', body);
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('answered 503'))) throw error;
    if (isHostile) paced.hostileRefused += 1;
    else paced.normalRefused += 1;
    return;
  }
  (isHostile ? paced.hostileMs : paced.normalMs).push(performance.now() - due);
}

function figures({ normalMs, hostileMs, normalRefused, hostileRefused }: Paced) {
  const ms = (values: readonly number[], share: number) =>
    values.length === 0 ? null : Math.round(quantile(values, share) * 10) / 10;
  return {
    normal: {
      answered: normalMs.length,
      refused: normalRefused,
      p50Ms: ms(normalMs, 0.5),
      p99Ms: ms(normalMs, 0.99),
      maxMs: ms(normalMs, 1),
    },
    hostile: {
      answered: hostileMs.length,
      refused: hostileRefused,
      p50Ms: ms(hostileMs, 0.5),
    },
  };
}
