import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../kernel/errors.js';
import { hasAnyScope, type Scope } from './domain/scopes.js';
import { REQUIRED_SCOPES } from './requires-scope.js';

/** Lets nobody do what the credential's scopes don't allow. Must run after the credential was checked. */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const route = [context.getHandler(), context.getClass()];
    const required = this.reflector.getAllAndOverride<readonly Scope[] | undefined>(
      REQUIRED_SCOPES,
      route,
    );
    if (!required) return true;
    const { operator } = context.switchToHttp().getRequest<FastifyRequest>();
    if (operator && hasAnyScope(operator.scopes, required)) return true;
    throw new DomainError(
      'forbidden',
      'forbidden',
      `This needs the scope ${required.join(' or ')}, which the credential does not have.`,
    );
  }
}
