import { Body, Controller, HttpCode, HttpStatus, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { CallerVerifications } from './caller-verifications.service.js';
import { ContactsService } from './contacts.service.js';
import { CounterParams } from './counter.schemas.js';
import { type CallerVerification, statusAt } from './domain/caller-verification.js';
import {
  AnswerBody,
  AnswerParams,
  ApproveParams,
  ContactsBody,
  ContactsView,
  VerificationView,
  VerifyBody,
} from './release.schemas.js';
import { VerificationStart } from './verification-start.service.js';

/** Making sure who calls. */
@ApiTags('Helpdesk counter')
@Controller('v1/helpdesk')
export class VerificationController {
  constructor(
    private readonly start: VerificationStart,
    private readonly verifications: CallerVerifications,
    private readonly contacts: ContactsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('accounts/:id/verify-caller')
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'verifyCaller',
    summary: 'Begin to verify a caller',
    description:
      'By one of the ways on the card. The caller has ten minutes to answer and three tries; the release has to follow within half an hour. At most five an hour for an account.',
  })
  @ApiCreatedResponse({ description: 'It has begun.', standardSchema: VerificationView })
  @ApiProblems(
    'account-not-found',
    'own-account',
    'contact-unusable',
    'too-many-verifications',
    'code-not-sent',
    'directory-unavailable',
    'directory-refused',
  )
  async verify(
    @Param({ schema: CounterParams }) { id }: CounterParams,
    @Body({ schema: VerifyBody }) body: VerifyBody,
    @CurrentOperator() operator: Operator,
  ): Promise<VerificationView> {
    return this.view(await this.start.begin(id, body, operator));
  }

  @Post('accounts/:id/verify-caller/:verificationId')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'answerVerification',
    summary: 'Take the caller’s answer',
    description:
      'The code or the fact; for a call-back nothing but that the owner answered the registered phone.',
  })
  @ApiOkResponse({ description: 'The caller is verified.', standardSchema: VerificationView })
  @ApiProblems('verification-not-found', 'verification-not-pending', 'wrong-answer')
  async answer(
    @Param({ schema: AnswerParams }) { id, verificationId }: AnswerParams,
    @Body({ schema: AnswerBody }) { answer }: AnswerBody,
    @CurrentOperator() operator: Operator,
  ): Promise<VerificationView> {
    return this.view(await this.verifications.confirm(id, verificationId, answer, operator));
  }

  @Post('verifications/:verificationId/approve')
  @HttpCode(HttpStatus.OK)
  @RequiresScope('accounts:respond')
  @ApiOperation({
    operationId: 'approveVerification',
    summary: 'Approve a verification',
    description:
      'The word of a second operator: that he knows the caller (method `manager`), or that a guarded account may be released.',
  })
  @ApiOkResponse({ description: 'It is approved.', standardSchema: VerificationView })
  @ApiProblems(
    'verification-not-found',
    'verification-not-pending',
    'own-verification',
    'own-account',
  )
  async approve(
    @Param({ schema: ApproveParams }) { verificationId }: ApproveParams,
    @CurrentOperator() operator: Operator,
  ): Promise<VerificationView> {
    return this.view(await this.verifications.approve(verificationId, operator));
  }

  @Put('accounts/:id/contacts')
  @RequiresScope('helpdesk:write')
  @ApiOperation({
    operationId: 'registerContacts',
    summary: 'Register by what an owner is recognised',
    description:
      'A second address, a phone, a fact that only the owner knows. Not for operators of the counter, who could register their own.',
  })
  @ApiOkResponse({ description: 'What is registered now.', standardSchema: ContactsView })
  @ApiProblems('account-not-found', 'secrets-key-missing')
  async register(
    @Param({ schema: CounterParams }) { id }: CounterParams,
    @Body({ schema: ContactsBody }) { contacts }: ContactsBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ContactsView> {
    const rows = await this.contacts.replace(id, contacts, operator);
    return {
      items: rows.map(({ id: contactId, kind, name, shown }) => ({
        id: contactId,
        kind,
        name,
        shown,
      })),
    };
  }

  private view(verification: CallerVerification): VerificationView {
    const { id, accountId, method, ticket, approvedBy, expiresAt } = verification;
    return {
      id,
      accountId,
      method,
      ticket,
      status: statusAt(verification, this.clock.now()),
      approved: approvedBy !== undefined,
      expiresAt: expiresAt.toISOString(),
    };
  }
}
