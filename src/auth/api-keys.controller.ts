import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems } from '../platform/http/api-problems.js';
import { ShownOnce } from '../platform/http/idempotency.decorators.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import {
  ApiKeyPage,
  ApiKeyParams,
  ApiKeysCursor,
  ApiKeysQuery,
  type ApiKeyView,
  MadeApiKeyView,
  NewApiKeyBody,
} from './api-keys.schemas.js';
import { ApiKeysService } from './api-keys.service.js';
import { CurrentOperator } from './current-operator.js';
import type { ApiKey } from './domain/api-key.js';
import type { Operator } from './operator.js';
import { RequiresScope } from './requires-scope.js';

/** `/v1/api-keys`. */
@ApiTags('API keys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Get()
  @RequiresScope('admin')
  @ApiOperation({
    operationId: 'listApiKeys',
    summary: 'List the API keys, newest first',
    description: 'Revoked and expired keys stay in the list. The keys themselves are not stored.',
  })
  @ApiOkResponse({ description: 'A page of keys.', standardSchema: ApiKeyPage })
  @ApiProblems('invalid-cursor')
  async list(@Query({ schema: ApiKeysQuery }) query: ApiKeysQuery): Promise<Page<ApiKeyView>> {
    const before = decodeCursor(query.cursor, ApiKeysCursor)?.before;
    const rows = await this.apiKeys.list(before, query.limit + 1);
    const page = pageOf(rows, query.limit, (last) => ({ before: last.id }));
    return { ...page, items: page.items.map(toView) };
  }

  @Post()
  @RequiresScope('admin')
  @ShownOnce('key')
  @ApiOperation({
    operationId: 'createApiKey',
    summary: 'Make an API key',
    description:
      'The key is in this answer and nowhere else: only its SHA-256 is stored. When an Idempotency-Key repeats the answer, `key` is null.',
  })
  @ApiCreatedResponse({ description: 'The key, shown once.', standardSchema: MadeApiKeyView })
  @ApiProblems('scope-not-held')
  async create(
    @Body({ schema: NewApiKeyBody }) body: NewApiKeyBody,
    @CurrentOperator() operator: Operator,
  ): Promise<MadeApiKeyView> {
    const expiresAt = body.expiresAt ? new Date(body.expiresAt) : undefined;
    const { apiKey, text } = await this.apiKeys.create(
      { name: body.name, scopes: [...new Set(body.scopes)], expiresAt },
      operator,
    );
    return { ...toView(apiKey), key: text };
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('admin')
  @ApiOperation({
    operationId: 'revokeApiKey',
    summary: 'Revoke an API key for good',
    description:
      'It stops to work at once in the process that answers, and within five seconds in others.',
  })
  @ApiNoContentResponse({ description: 'It is revoked.' })
  @ApiProblems('api-key-not-found', 'api-key-in-use')
  async revoke(
    @Param({ schema: ApiKeyParams }) { id }: ApiKeyParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.apiKeys.revoke(id, operator);
  }
}

function toView({ hash: _hash, ...key }: ApiKey): ApiKeyView {
  return {
    ...key,
    scopes: [...key.scopes],
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
