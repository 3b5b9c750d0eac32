import { Body, Controller, Header, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { WithoutIdempotencyKey } from '../platform/http/idempotency.decorators.js';
import type { Violation } from './domain/rule.js';
import {
  PasswordCheckBody,
  PasswordCheckView,
  type PasswordViolationView,
} from './passwords.schemas.js';
import { GeneratedPasswordView, PasswordGenerationBody } from './password-generator.schemas.js';
import { PasswordGenerator } from './password-generator.service.js';
import type { PasswordVerdict } from './password-judge.service.js';
import { PasswordsService } from './passwords.service.js';

/** `POST /v1/passwords/check`. */
@ApiTags('Passwords')
@Controller('v1/passwords')
export class PasswordsController {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly generator: PasswordGenerator,
  ) {}

  /** Judges one password. */
  @Post('check')
  @HttpCode(HttpStatus.OK)
  @WithoutIdempotencyKey()
  @RequiresScope('passwords:check')
  @ApiOperation({
    operationId: 'checkPassword',
    summary: 'Check a password against a policy',
    description:
      'Scores the password and lists every rule of the policy that it breaks. The password lives for this check only, unless `chosen` is set and a history rule is in force, and no part of it is in the answer.',
  })
  @ApiOkResponse({ description: 'The verdict.', standardSchema: PasswordCheckView })
  @ApiProblems(
    'invalid-request',
    'password-policy-not-found',
    'password-too-long',
    'secrets-key-missing',
    'strength-pool-saturated',
  )
  async check(
    @Body({ schema: PasswordCheckBody }) question: PasswordCheckBody,
  ): Promise<PasswordCheckView> {
    return toView(await this.passwords.check(question));
  }

  /** Draws one password. */
  @Post('generate')
  @HttpCode(HttpStatus.OK)
  @Header('cache-control', 'no-store')
  @WithoutIdempotencyKey()
  @RequiresScope('passwords:check')
  @ApiOperation({
    operationId: 'generatePassword',
    summary: 'Draw a password that passes a policy',
    description:
      'A passphrase or random characters, from a cryptographic source. It is set nowhere and kept nowhere.',
  })
  @ApiOkResponse({ description: 'The password.', standardSchema: GeneratedPasswordView })
  @ApiProblems(
    'invalid-request',
    'password-policy-not-found',
    'no-password-passes',
    'strength-pool-saturated',
  )
  async generate(
    @Body({ schema: PasswordGenerationBody }) order: PasswordGenerationBody,
  ): Promise<GeneratedPasswordView> {
    const { password, entropyBits, policy } = await this.generator.generate(order);
    return {
      password,
      entropyBits: Math.floor(entropyBits * 10) / 10,
      policy: policy.name,
      policyVersion: policy.version,
    };
  }
}

function toView(verdict: PasswordVerdict): PasswordCheckView {
  const { policy, policyVersion, violations, observed, strength, warnings } = verdict;
  return {
    allowed: violations.length === 0,
    policy,
    policyVersion,
    score: strength.score,
    guessesLog10: strength.guessesLog10,
    crackTimes: strength.crackTimes,
    violations: violations.map(toViolationView),
    observed: observed.map(toViolationView),
    warnings: [...warnings],
    suggestions: [...strength.suggestions],
  };
}

function toViolationView({ id, clause, message }: Violation): PasswordViolationView {
  return { rule: id, clause, message };
}
