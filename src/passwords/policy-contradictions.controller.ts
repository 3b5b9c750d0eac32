import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { PasswordPolicyParams } from './password-policies.schemas.js';
import { ContradictionsQuery, ContradictionsView } from './policy-contradictions.schemas.js';
import { PolicyContradictions } from './policy-contradictions.service.js';

/** `/v1/password-policies/{name}/contradictions`. */
@ApiTags('Passwords')
@Controller('v1/password-policies')
export class PolicyContradictionsController {
  constructor(private readonly comparisons: PolicyContradictions) {}

  @Get(':name/contradictions')
  @RequiresScope('policies:write')
  @ApiOperation({
    operationId: 'listPasswordPolicyContradictions',
    summary: 'Compare a password policy with a standard or a directory',
    description:
      'Where the rules that are enforced ask for less than a standard, do what it forbids, or differ from what the directory enforces itself.',
  })
  @ApiOkResponse({ description: 'What differs.', standardSchema: ContradictionsView })
  @ApiProblems(
    'invalid-request',
    'password-policy-not-found',
    'directory-not-found',
    'directory-policy-unknown',
    'directory-unavailable',
  )
  async list(
    @Param({ schema: PasswordPolicyParams }) { name }: PasswordPolicyParams,
    @Query({ schema: ContradictionsQuery }) query: ContradictionsQuery,
  ): Promise<ContradictionsView> {
    const { contradictions, ...report } = await this.comparisons.report(name, query);
    return { ...report, contradictions: [...contradictions] };
  }
}
