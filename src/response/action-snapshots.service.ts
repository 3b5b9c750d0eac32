import { Injectable } from '@nestjs/common';
import type { DirectoryState } from '../directories/domain/connector.js';
import { JoinedCalls } from '../kernel/joined-calls.js';
import { Database } from '../platform/database/database.js';
import { type ActionChange, ActionRepository } from './action.repository.js';

type Snapshot = ActionChange & { readonly id: string };

/** What shares a statement, and how many of them there are at once. */
const JOINED = { most: 100, lanes: 3 };

/** Keeps what directories said before they were asked to act: on the disk before they are. */
@Injectable()
export class ActionSnapshots {
  private readonly joined = new JoinedCalls<Snapshot, undefined>(
    (snapshots) => this.keepAll(snapshots),
    JOINED,
  );

  constructor(
    private readonly database: Database,
    private readonly actions: ActionRepository,
  ) {}

  /** @param before undefined where the directory no longer has the account */
  async keep(
    actionId: string,
    directoryId: string,
    before: DirectoryState | undefined,
  ): Promise<void> {
    await this.joined.call({ id: actionId, status: 'running', directoryId, before });
  }

  private async keepAll(snapshots: readonly Snapshot[]): Promise<undefined[]> {
    const last = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
    await this.actions.changeAll(this.database.direct, [...last.values()]);
    return snapshots.map(() => undefined);
  }
}
