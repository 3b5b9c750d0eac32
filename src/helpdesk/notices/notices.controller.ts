import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../../auth/requires-scope.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../../platform/http/page.js';
import { type NoticeListRow, NoticeReadModel } from './notice.read-model.js';
import { NoticePage, NoticesCursor, NoticesQuery, type NoticeView } from './notices.schemas.js';

/** `/v1/notices`. */
@ApiTags('Helpdesks')
@Controller('v1/notices')
export class NoticesController {
  constructor(private readonly reading: NoticeReadModel) {}

  @Get()
  @RequiresScope('helpdesk:operate', 'helpdesk:write', 'accounts:read')
  @ApiOperation({
    operationId: 'listNotices',
    summary: 'List what the owners of accounts are told',
    description: 'The newest first: mails of actions and reset campaigns, and what became of them.',
  })
  @ApiOkResponse({ description: 'A page of notices.', standardSchema: NoticePage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: NoticesQuery }) { limit, cursor, ...filter }: NoticesQuery,
  ): Promise<Page<NoticeView>> {
    const before = decodeCursor(cursor, NoticesCursor)?.before;
    const rows = await this.reading.list({ ...filter, before }, limit + 1);
    const page = pageOf(rows, limit, (last) => ({ before: last.id }));
    return { ...page, items: page.items.map(noticeView) };
  }
}

function noticeView(row: NoticeListRow): NoticeView {
  const { id, login, subject, text, status, problem } = row;
  return {
    id,
    accountId: row.account_id,
    login,
    subject,
    text,
    status,
    sentTo: row.sent_to,
    problem,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
