import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../test/until.js';
import type { ActionService } from './action-service.js';

/** How quickly passwords are replaced. */
export interface ResetFigures {
  readonly resets: number;
  /** From the first action that was queued to the last one that was read back. */
  readonly seconds: number;
  /** Time that tries spent in each stage, all together. */
  readonly stageSeconds: Readonly<Record<string, number>>;
}

/** How a campaign went that was stopped. */
export interface CampaignFigures {
  readonly accounts: number;
  readonly doneWhenPaused: number;
  readonly begunWhilePaused: number;
  readonly doneWhenKilled: number;
  readonly failed: number;
  readonly seconds: number;
}

const PATIENCE = { timeoutMs: 900_000 };
/** How long nothing may happen after a pause. */
const STILL_MS = 2_000;
const LOOK_EVERY_MS = 200;

/** Replaces these passwords in one wave. */
export async function resetAll(
  service: ActionService,
  accounts: readonly string[],
): Promise<ResetFigures> {
  const before = await service.stageSeconds();
  const id = await begin(service, { selector: { accounts }, waveSize: accounts.length });
  const startedAt = performance.now();
  await until(async () => (await of(service, id)).counts.done === accounts.length, {
    ...PATIENCE,
    what: 'all passwords',
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await service.stageSeconds();
  const stageSeconds = Object.fromEntries(
    Object.entries(after).map(([stage, sum]) => [stage, sum - (before[stage] ?? 0)]),
  );
  return { resets: accounts.length, seconds, stageSeconds };
}

/**
 * A campaign on everybody who wasn't reset before, in six waves: paused when a third is done, and
 * its service killed when two thirds are.
 *
 * @throws Error when an account was left behind, or something went on while it was paused
 */
export async function stoppedCampaign(
  service: ActionService,
  accounts: number,
): Promise<CampaignFigures> {
  const startedAt = performance.now();
  const id = await begin(service, { selector: { all: true }, waveSize: accounts / 6 });
  const reaches = (done: number) =>
    until(async () => (await of(service, id)).counts.done >= done, {
      ...PATIENCE,
      what: `${done} passwords`,
    });

  await reaches(accounts / 3);
  await service.ask(`/v1/reset-campaigns/${id}/pause`, { method: 'POST' });
  // What a worker had begun is finished; then nothing may happen any more.
  await until(async () => (await of(service, id)).counts.open === 0, PATIENCE);
  const doneWhenPaused = (await of(service, id)).counts.done;
  await delay(STILL_MS);
  const begunWhilePaused = (await of(service, id)).counts.done - doneWhenPaused;
  await service.ask(`/v1/reset-campaigns/${id}/resume`, { method: 'POST' });

  await reaches((accounts * 2) / 3);
  const doneWhenKilled = (await of(service, id)).counts.done;
  await service.crash();
  await until(async () => (await of(service, id)).status === 'finished', PATIENCE);
  const { counts } = await of(service, id);
  if (counts.done + counts.failed !== accounts || begunWhilePaused !== 0)
    throw new Error(`of ${accounts} accounts: ${JSON.stringify(counts)}, ${begunWhilePaused}`);
  return {
    accounts,
    doneWhenPaused,
    begunWhilePaused,
    doneWhenKilled,
    failed: counts.failed,
    seconds: (performance.now() - startedAt) / 1_000,
  };
}

interface Campaign {
  readonly status: string;
  readonly counts: Readonly<Record<'excluded' | 'pending' | 'open' | 'done' | 'failed', number>>;
}

async function begin(service: ActionService, json: object): Promise<string> {
  const body = { reason: 'A bench.', waveEvery: '1s', canary: 0, ...json };
  return (await service.ask('/v1/reset-campaigns', { method: 'POST', json: body })).id;
}

/** Seldom enough not to be what is measured. */
async function of(service: ActionService, id: string): Promise<Campaign> {
  await delay(LOOK_EVERY_MS);
  return service.ask(`/v1/reset-campaigns/${id}`);
}
