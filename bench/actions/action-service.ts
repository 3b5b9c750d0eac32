import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Ask } from '../../test/http/api-client.js';
import { type ChildService, startChild } from '../../test/support/child-service.js';

/** The service, which can be killed and started again. */
export interface ActionService {
  /** @throws Error when the answer is no success, with its text */
  ask(path: string, ask?: Ask): Promise<Answer['body']>;
  /** Sum of the seconds that actions spent in each stage, since the process began. */
  stageSeconds(): Promise<Readonly<Record<string, number>>>;
  /** kill -9, and a new process. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const AGAIN_AFTER_MS = 1_000;
const STAGE = /^authwarden_action_stage_duration_seconds_sum\{stage="([^"]+)"\} (\S+)$/gm;

/** Starts the built service on a database. */
export async function startActionService(
  databaseUrl: string,
  environment: Readonly<Record<string, string>>,
): Promise<ActionService> {
  const start = () => startChild(databaseUrl, environment);
  let child: ChildService = await start();
  return {
    ask: async (path, ask) => {
      let { status, body, text } = await child.ask(path, ask);
      // It says that it has more to do than it can: then it is asked again, as any client would.
      while (status === 503) {
        await delay(AGAIN_AFTER_MS);
        ({ status, body, text } = await child.ask(path, ask));
      }
      if (status >= 300) throw new Error(`${path} answered ${status}: ${text}`);
      return body;
    },
    stageSeconds: async () => {
      const { text } = await child.ask('/metrics');
      return Object.fromEntries(
        [...text.matchAll(STAGE)].map(([, stage, seconds]) => [stage, Number(seconds)]),
      );
    },
    crash: async () => {
      await child.kill();
      child = await start();
    },
    stop: () => child.stop(),
  };
}
