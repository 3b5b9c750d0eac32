import { Controller, Header, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { ShownOnce } from '../platform/http/idempotency.decorators.js';
import { ActionParams } from './response.schemas.js';
import { TemporaryPasswordView } from './temporary-password.schemas.js';
import { TemporaryPasswordsService } from './temporary-passwords.service.js';

/** `/v1/actions/{id}/temporary-password`. */
@ApiTags('Response')
@Controller('v1/actions/:id/temporary-password')
export class TemporaryPasswordsController {
  constructor(private readonly passwords: TemporaryPasswordsService) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Header('Cache-Control', 'no-store')
  @RequiresScope('accounts:respond', 'helpdesk:operate')
  @ShownOnce('password')
  @ApiOperation({
    operationId: 'fetchTemporaryPassword',
    summary: 'Fetch the temporary password that an action has set, once',
    description:
      'Ask for the action temporary-password first, and poll it until it is applied. Only who asked for it or approved it may fetch it, within temporaryPasswordMinutes of the response policy. The second time it is gone.',
  })
  @ApiOkResponse({ description: 'The password.', standardSchema: TemporaryPasswordView })
  @ApiProblems(
    'action-not-found',
    'temporary-password-none',
    'temporary-password-not-yours',
    'temporary-password-not-ready',
    'temporary-password-not-set',
    'temporary-password-gone',
    'secrets-key-missing',
    'secrets-key-wrong',
  )
  fetch(
    @Param({ schema: ActionParams }) { id }: ActionParams,
    @CurrentOperator() operator: Operator,
  ): Promise<TemporaryPasswordView> {
    return this.passwords.fetch(id, operator);
  }
}
