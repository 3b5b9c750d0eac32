import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { NoticeStatus } from './notice.js';

/** A notice as lists show it. */
export interface NoticeListRow {
  readonly id: string;
  readonly account_id: string;
  readonly login: string | null;
  readonly subject: string;
  readonly text: string;
  readonly status: NoticeStatus;
  readonly sent_to: string | null;
  readonly problem: string | null;
  readonly created_at: Date;
  readonly ended_at: Date | null;
}

/** Which notices a list shows. */
export interface NoticeFilter {
  readonly status?: NoticeStatus | undefined;
  readonly accountId?: string | undefined;
  readonly campaign?: string | undefined;
  /** Id of the last notice of the page before. */
  readonly before?: string | undefined;
}

/** Lists of notices. */
@Injectable()
export class NoticeReadModel {
  constructor(private readonly database: Database) {}

  /** The newest first. */
  list({ status, accountId, campaign, before }: NoticeFilter, limit: number) {
    const rows: Promise<NoticeListRow[]> = this.database.direct.query(
      `SELECT notice.id, notice.account_id, account.login, notice.subject, notice.text, notice.status,
              notice.sent_to, notice.problem, notice.created_at, notice.ended_at
         FROM notice LEFT JOIN account ON account.id = notice.account_id
        WHERE ($1::text IS NULL OR notice.status = $1)
          AND ($2::uuid IS NULL OR notice.account_id = $2)
          AND ($3::uuid IS NULL OR notice.id IN (SELECT action.id FROM action WHERE action.campaign_id = $3))
          AND ($4::uuid IS NULL OR notice.id < $4)
        ORDER BY notice.id DESC LIMIT $5`,
      [status ?? null, accountId ?? null, campaign ?? null, before ?? null, limit],
    );
    return rows;
  }
}
