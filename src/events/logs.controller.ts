import {
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  HttpStatus,
  Post,
  Query,
} from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodedBody } from '../platform/http/decoded-body.js';
import { decodedText } from '../platform/http/decoded-text.js';
import { WithoutIdempotencyKey } from '../platform/http/idempotency.decorators.js';
import { LOG_BODY, PREVIEW_BODY } from './event-bodies.js';
import { LogFormatsView, LogsQuery, LogsView, PreviewView } from './events.schemas.js';
import { LogPreviewService } from './log-preview.service.js';
import type { LogSummary } from './log-reading.js';
import { LogsService } from './logs.service.js';

const MAX_PREVIEW_BYTES = 16 << 20;

/** Raw logs in. */
@ApiTags('Events')
@Controller('v1')
export class LogsController {
  constructor(
    private readonly logs: LogsService,
    private readonly previews: LogPreviewService,
  ) {}

  @Post('logs')
  @HttpCode(HttpStatus.OK)
  @WithoutIdempotencyKey()
  @RequiresScope('events:write')
  @ApiConsumes('text/plain')
  @ApiBody(LOG_BODY)
  @ApiOperation({
    operationId: 'sendLog',
    summary: 'Send a log',
    description:
      'Raw text of any length, streamed; it is read while it arrives. Sending it again changes nothing. With `stream` the log may be cut between any two lines; the beginning of a line is kept until the rest comes where it makes no sense alone.',
  })
  @ApiOkResponse({ description: 'What was found.', standardSchema: LogsView })
  @ApiProblems('unknown-log-format', 'stream-in-use', 'unsupported-media-type', 'overloaded')
  async send(
    @Query({ schema: LogsQuery }) query: LogsQuery,
    @Body() body: unknown,
    @Headers('content-encoding') encoding: string | undefined,
  ): Promise<LogsView> {
    return toView(await this.logs.read(decodedBody(body, encoding), query));
  }

  @Post('logs/preview')
  @HttpCode(HttpStatus.OK)
  @Header('content-type', 'application/x-ndjson')
  @WithoutIdempotencyKey()
  @RequiresScope('events:write')
  @ApiConsumes('application/x-ndjson')
  @ApiProduces('application/x-ndjson')
  @ApiBody(PREVIEW_BODY)
  @ApiOperation({
    operationId: 'previewLog',
    summary: 'See what lines would be understood as',
    description: 'Stores nothing. The answers come in the order of the questions, one a line.',
  })
  @ApiOkResponse({ description: 'One answer a line.', standardSchema: PreviewView })
  @ApiProblems('unknown-log-format', 'too-many-events', 'body-too-large')
  async preview(
    @Body() body: unknown,
    @Headers('content-encoding') encoding: string | undefined,
  ): Promise<string> {
    const text = await decodedText(body, encoding, MAX_PREVIEW_BYTES);
    return this.previews
      .preview(text)
      .map((answer) => `${JSON.stringify(answer)}\n`)
      .join('');
  }

  @Get('log-formats')
  @RequiresScope('events:write', 'accounts:read')
  @ApiOperation({
    operationId: 'listLogFormats',
    summary: 'List the log formats that can be read',
    description: 'Each with an example of its lines.',
  })
  @ApiOkResponse({ description: 'Every format.', standardSchema: LogFormatsView })
  @ApiProblems('invalid-request')
  formats(): LogFormatsView {
    return {
      items: this.logs.formats().map(({ format, title, example }) => ({ format, title, example })),
    };
  }
}

function toView({ firstEventAt, lastEventAt, ...rest }: LogSummary): LogsView {
  return { ...rest, firstEventAt: toMoment(firstEventAt), lastEventAt: toMoment(lastEventAt) };
}

function toMoment(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
