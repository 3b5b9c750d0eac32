import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Hands a controller the {@link Operator} who calls. Only on routes that need a credential. */
export const CurrentOperator = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const { operator } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!operator) throw new Error('CurrentOperator is of no use on a public route');
  return operator;
});
