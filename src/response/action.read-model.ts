import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { Action, ActionStatus } from './domain/action.js';
import type { Operation } from './domain/operation.js';
import { type ActionRow, toAction } from './stored-action.js';

/** Which actions a list shows, newest first. */
export interface ActionFilter {
  readonly accountId?: string | undefined;
  readonly status?: ActionStatus | undefined;
  readonly operation?: Operation | undefined;
  /** Id of the last action of the page before. */
  readonly after?: string | undefined;
}

/** Lists of actions. */
@Injectable()
export class ActionReadModel {
  constructor(private readonly database: Database) {}

  async list(filter: ActionFilter, limit: number): Promise<Action[]> {
    const rows: ActionRow[] = await this.database.direct.query(
      `SELECT action.* FROM action
        WHERE ($1::uuid IS NULL OR action.account_id = $1)
          AND ($2::text IS NULL OR action.status = $2)
          AND ($3::text IS NULL OR action.operation = $3)
          AND ($4::uuid IS NULL OR action.id < $4)
        ORDER BY action.id DESC LIMIT ${limit}`,
      [
        filter.accountId ?? null,
        filter.status ?? null,
        filter.operation ?? null,
        filter.after ?? null,
      ],
    );
    return rows.map(toAction);
  }
}
