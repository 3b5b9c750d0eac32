import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentOperator } from '../auth/current-operator.js';
import type { Operator } from '../auth/operator.js';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { decodeCursor, type Page, pageOf } from '../platform/http/page.js';
import { onTopOf } from './domain/presets/presets.js';
import { PasswordPoliciesService } from './password-policies.service.js';
import {
  NewPasswordPolicyBody,
  PasswordPoliciesCursor,
  PasswordPoliciesQuery,
  PasswordPolicyBody,
  PasswordPolicyPage,
  PasswordPolicyParams,
  PasswordPolicyView,
  PolicyVersionsCursor,
} from './password-policies.schemas.js';
import { PasswordPolicyAdministration } from './password-policy-administration.service.js';
import { passwordPolicyView } from './password-policy.view.js';

/** `/v1/password-policies`. */
@ApiTags('Passwords')
@Controller('v1/password-policies')
export class PasswordPoliciesController {
  constructor(
    private readonly policies: PasswordPoliciesService,
    private readonly administration: PasswordPolicyAdministration,
  ) {}

  @Get()
  @RequiresScope('passwords:check', 'policies:write')
  @ApiOperation({
    operationId: 'listPasswordPolicies',
    summary: 'List the password policies',
    description: 'By name, each in its newest version; the presets are among them.',
  })
  @ApiOkResponse({ description: 'A page of policies.', standardSchema: PasswordPolicyPage })
  @ApiProblems('invalid-cursor')
  async list(
    @Query({ schema: PasswordPoliciesQuery }) { limit, cursor }: PasswordPoliciesQuery,
  ): Promise<Page<PasswordPolicyView>> {
    const after = decodeCursor(cursor, PasswordPoliciesCursor)?.name ?? '';
    const rows = (await this.policies.all()).filter(({ name }) => name > after);
    const page = pageOf(rows, limit, ({ name }) => ({ name }));
    return { ...page, items: page.items.map(passwordPolicyView) };
  }

  @Post()
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'createPasswordPolicy',
    summary: 'Make a password policy',
    description:
      'From rules of your own, or on top of a preset. It holds at once for whom it is assigned to.',
  })
  @ApiCreatedResponse({ description: 'Its first version.', standardSchema: PasswordPolicyView })
  @ApiProblems('password-policy-name-taken', 'too-many-password-policies')
  async create(
    @Body({ schema: NewPasswordPolicyBody }) body: NewPasswordPolicyBody,
    @CurrentOperator() operator: Operator,
  ): Promise<PasswordPolicyView> {
    const { name, basedOn, rules = [], ...content } = body;
    const all = basedOn === undefined ? rules : onTopOf(basedOn, rules);
    return passwordPolicyView(
      await this.administration.create(name, { ...content, rules: all }, operator),
    );
  }

  @Get(':name')
  @RequiresScope('passwords:check', 'policies:write')
  @ApiOperation({
    operationId: 'getPasswordPolicy',
    summary: 'Get a password policy',
    description: 'Its newest version.',
  })
  @ApiOkResponse({ description: 'The policy.', standardSchema: PasswordPolicyView })
  @ApiProblems('password-policy-not-found')
  async get(
    @Param({ schema: PasswordPolicyParams }) { name }: PasswordPolicyParams,
  ): Promise<PasswordPolicyView> {
    return passwordPolicyView(await this.policies.find(name));
  }

  @Get(':name/versions')
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'listPasswordPolicyVersions',
    summary: 'List the versions of a password policy, the newest first',
    description: 'What held when, and who changed it. Versions outlive the policy.',
  })
  @ApiOkResponse({ description: 'A page of versions.', standardSchema: PasswordPolicyPage })
  @ApiProblems('password-policy-not-found', 'invalid-cursor')
  async versions(
    @Param({ schema: PasswordPolicyParams }) { name }: PasswordPolicyParams,
    @Query({ schema: PasswordPoliciesQuery }) { limit, cursor }: PasswordPoliciesQuery,
  ): Promise<Page<PasswordPolicyView>> {
    const before = decodeCursor(cursor, PolicyVersionsCursor)?.version;
    const rows = await this.administration.versions(name, before, limit + 1);
    const page = pageOf(rows, limit, ({ version }) => ({ version }));
    return { ...page, items: page.items.map(passwordPolicyView) };
  }

  @Put(':name')
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'changePasswordPolicy',
    summary: 'Replace a password policy',
    description:
      'Makes a new version, which holds within a second in every process. `default` can be made your own; the standards cannot.',
  })
  @ApiOkResponse({ description: 'Its newest version.', standardSchema: PasswordPolicyView })
  @ApiProblems('password-policy-not-found', 'password-policy-read-only', 'password-policy-changed')
  async replace(
    @Param({ schema: PasswordPolicyParams }) { name }: PasswordPolicyParams,
    @Body({ schema: PasswordPolicyBody }) { version, ...content }: PasswordPolicyBody,
    @CurrentOperator() operator: Operator,
  ): Promise<PasswordPolicyView> {
    return passwordPolicyView(await this.administration.replace(name, content, version, operator));
  }

  @Delete(':name')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'removePasswordPolicy',
    summary: 'Remove a password policy',
    description: 'For whom it held, the next one that is assigned does, or `default`.',
  })
  @ApiNoContentResponse({ description: 'It is gone; its versions are kept.' })
  @ApiProblems('password-policy-not-found', 'password-policy-read-only')
  async remove(
    @Param({ schema: PasswordPolicyParams }) { name }: PasswordPolicyParams,
    @CurrentOperator() operator: Operator,
  ): Promise<void> {
    await this.administration.remove(name, operator);
  }
}
