import { Body, Controller, Headers, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../../auth/current-operator.js';
import type { Operator } from '../../auth/operator.js';
import { RequiresScope } from '../../auth/requires-scope.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { decodedBody } from '../../platform/http/decoded-body.js';
import { WithoutIdempotencyKey } from '../../platform/http/idempotency.decorators.js';
import { UploadQuery, UploadView } from './password-uploads.schemas.js';
import { PasswordUploadsService } from './password-uploads.service.js';

const MAX_BYTES = 4 * 2 ** 30;

/** `POST /v1/password-audits/uploads`. */
@ApiTags('Password audits')
@Controller('v1/password-audits/uploads')
export class PasswordUploadsController {
  constructor(private readonly uploads: PasswordUploadsService) {}

  @Post()
  @HttpCode(HttpStatus.CREATED)
  @WithoutIdempotencyKey()
  @RequiresScope('audits:run')
  @ApiConsumes('text/plain')
  @ApiBody({
    description: 'The file; gzip is allowed.',
    required: true,
    schema: { type: 'string', example: 'alice:$6$EXAMPLE$EXAMPLE:20000:0:99999:7:::\n' },
  })
  @ApiOperation({
    operationId: 'uploadStoredPasswords',
    summary: 'Hand in stored passwords for an audit',
    description:
      'pwdump or secretsdump, /etc/shadow, LDIF, or a Dovecot passwd-file; streamed, and encrypted before anything is stored. It is good for one audit, and removed after a day.',
  })
  @ApiCreatedResponse({ description: 'What was read.', standardSchema: UploadView })
  @ApiProblems(
    'upload-format-unknown',
    'upload-empty',
    'body-too-large',
    'unsupported-media-type',
    'secrets-key-missing',
  )
  async receive(
    @Query({ schema: UploadQuery }) query: UploadQuery,
    @Body() body: unknown,
    @Headers('content-encoding') encoding: string | undefined,
    @CurrentOperator() operator: Operator,
  ): Promise<UploadView> {
    const bytes = decodedBody(body, encoding, { maxBytes: MAX_BYTES });
    const { id, format, accounts, problems, problemCount } = await this.uploads.receive(
      bytes,
      query,
      operator,
    );
    return {
      id,
      format,
      accounts,
      problems: problems.map((problem) => ({ ...problem })),
      problemCount,
    };
  }
}
