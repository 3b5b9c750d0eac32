import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { ActionQueue } from './action-queue.service.js';
import { ActionRepository } from './action.repository.js';

/** Silence after which an action's job counts as lost; once tried, longer than the longest backoff. */
const SILENCE_SECONDS = { tried: 300, untried: 30 };
/** At the start of a worker, when whatever is queued may have been lost. */
export const NO_SILENCE = { tried: 0, untried: 0 };
const AT_ONCE = 1_000;

/** Finds actions whose job a crash has lost, and reminds the workers again. */
@Injectable()
export class ActionSweeper {
  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
    private readonly queue: ActionQueue,
  ) {}

  async sweep(silenceSeconds = SILENCE_SECONDS): Promise<void> {
    const lost = await this.actions.silent(this.database.direct, silenceSeconds, AT_ONCE);
    await this.queue.remind(lost, { again: true });
  }
}
