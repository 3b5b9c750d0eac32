import { StandardSchemaValidationPipe } from '@nestjs/common';
import { DomainError, type FieldProblem } from '../../kernel/errors.js';

const MAX_COMPLAINTS = 50;

type Factory = NonNullable<
  NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory']
>;
type Issue = Parameters<Factory>[0][number];

/** Checks every `@Body`, `@Query` and `@Param` that has a schema; the complaints name each field. */
export function requestValidation(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new DomainError(
        'invalid',
        'invalid-request',
        'The request has fields that are missing, unknown or wrong; `errors` names them.',
        { errors: issues.slice(0, MAX_COMPLAINTS).map(complaint) },
      ),
  });
}

function complaint(issue: Issue): FieldProblem {
  const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
  return { path: path.join('.'), message: issue.message };
}
