import { z } from 'zod';
import { SAMPLE_DOMAIN } from '../company.js';
import { Action } from './answers.js';
import type { Api } from './api.js';
import { DemoError } from './demo-error.js';

/** What the machine may do in the demo: everything that the case called for, and no more an hour. */
const POLICY = {
  mode: 'enforce',
  rules: [
    { level: 'high', do: 'force-reset' },
    { level: 'critical', do: 'lock' },
  ],
  protectedLogins: [`postmaster@${SAMPLE_DOMAIN}`],
  maxActionsPerHour: 500,
  maxShareOfDirectoryPerDay: { percent: 100, atLeast: 10 },
};

const POLL_MS = 200;
const SILENCE_MS = 120_000;
const OPEN = new Set(['queued', 'running']);

/** Lets the machine act. */
export async function enforcePolicy(api: Api): Promise<void> {
  await api.send('PUT', '/v1/response-policy', POLICY, z.unknown());
}

/**
 * Waits until no action is queued or running.
 *
 * @returns all actions
 * @throws DemoError when nothing goes on for two minutes
 */
export async function finishedActions(
  api: Api,
  onProgress: (done: number, total: number) => void,
): Promise<readonly Action[]> {
  let before = -1;
  let movedAt = performance.now();
  for (;;) {
    const actions = await api.list('/v1/actions', Action);
    const open = actions.filter(({ status }) => OPEN.has(status)).length;
    onProgress(actions.length - open, actions.length);
    if (open === 0) return actions;
    if (open !== before) movedAt = performance.now();
    if (performance.now() - movedAt > SILENCE_MS)
      throw new DemoError(
        `${open} actions are still queued and nothing has moved for two minutes.`,
      );
    before = open;
    await api.pause(POLL_MS);
  }
}
