import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { Scope } from './domain/scopes.js';

/** Metadata key of the scopes of which a caller needs one. */
export const REQUIRED_SCOPES = 'authwarden:required-scopes';

/**
 * Lets in only callers who hold one of these scopes, or `admin`. The scope, the 401 and the 403
 * show in the OpenAPI document.
 */
export function RequiresScope(...scopes: readonly [Scope, ...Scope[]]) {
  return applyDecorators(
    SetMetadata(REQUIRED_SCOPES, scopes),
    ApiBearerAuth(),
    ApiExtension('x-required-scopes', scopes),
  );
}
