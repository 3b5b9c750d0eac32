import type { Notice } from '../../response/domain/notice.js';

/** `not-sent`: it never will be, and `problem` says why. */
export const NOTICE_STATUSES = ['waiting', 'sent', 'not-sent'] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];

/** What the owner of an account is told of an action. */
export interface StoredNotice extends Notice {
  /** That of the action. */
  readonly id: string;
  readonly accountId: string;
  readonly createdAt: Date;
}
