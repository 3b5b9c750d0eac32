import { Body, Controller, HttpCode, HttpStatus, Inject, Param, Post, Put } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
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
  HandOverBody,
  ReleaseView,
  UnlockBody,
  VerificationView,
  VerifyBody,
} from './release.schemas.js';
import { ReleasesService } from './releases.service.js';
import { VerificationStart } from './verification-start.service.js';

/** What an operator of the helpdesk does: verify callers, release accounts, hand over. */
@ApiTags('Helpdesk counter')
@Controller('v1/helpdesk')
export class ReleaseController {
  constructor(
    private readonly start: VerificationStart,
    private readonly verifications: CallerVerifications,
    private readonly releases: ReleasesService,
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

  @Post('accounts/:id/unlock')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'releaseAccount',
    summary: 'Let a verified caller’s account in again',
    description:
      'Uses the verification up. Protected accounts, those that an operator has confirmed as compromised and those that were taken again after a remedy need a second operator’s approval of the verification.',
  })
  @ApiAcceptedResponse({ description: 'It is queued.', standardSchema: ReleaseView })
  @ApiProblems(
    'account-not-found',
    'verification-not-found',
    'caller-not-verified',
    'own-account',
    'approver-needed',
    'response-stopped',
  )
  async unlock(
    @Param({ schema: CounterParams }) { id }: CounterParams,
    @Body({ schema: UnlockBody }) body: UnlockBody,
    @CurrentOperator() operator: Operator,
  ): Promise<ReleaseView> {
    const actions = await this.releases.unlock(id, body, operator);
    return {
      actions: actions.map((action) => ({
        id: action.id,
        do: action.operation,
        status: action.status,
      })),
    };
  }

  @Post('accounts/:id/hand-over')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('helpdesk:operate')
  @ApiOperation({
    operationId: 'handOverAccount',
    summary: 'Hand a call over to security',
    description: 'It is noted on the account’s ticket and told to whoever has an alert on it.',
  })
  @ApiNoContentResponse({ description: 'It is handed over.' })
  @ApiProblems('account-not-found')
  async handOver(
    @Param({ schema: CounterParams }) { id }: CounterParams,
    @Body({ schema: HandOverBody }) body: HandOverBody,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.releases.handOver(id, body, operator);
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
