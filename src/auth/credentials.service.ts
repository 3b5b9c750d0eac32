import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import passport from 'passport';
import { Strategy } from 'passport-custom';
import { ApiKeyStrategy } from './api-key.strategy.js';
import type { CredentialCarrier, CredentialStrategy } from './credential-strategy.js';
import { JwtStrategy } from './jwt.strategy.js';
import type { Operator } from './operator.js';

type Handler = (request: FastifyRequest, reply: FastifyReply, next: () => void) => void;
type Done = (error: unknown, operator?: Operator | false) => void;

/**
 * Passport with our strategies. Its own instance: the package's default one is shared by the
 * process, and would mix up two applications in it.
 */
@Injectable()
export class Credentials {
  private readonly passport = new passport.Passport();
  private readonly names: string[] = [];

  constructor(apiKeys: ApiKeyStrategy, jwts: JwtStrategy) {
    this.use('api-key', apiKeys);
    this.use('jwt', jwts);
  }

  /** Who calls; undefined without a valid credential. Rejects when it can't be checked. */
  operatorOf(request: FastifyRequest, reply: FastifyReply): Promise<Operator | undefined> {
    return new Promise((resolve, reject) => {
      const answer = (error: unknown, operator?: Operator | false | null) =>
        error ? reject(asError(error)) : resolve(operator || undefined);
      const handle: Handler = this.passport.authenticate(this.names, { session: false }, answer);
      handle(request, reply, () => resolve(undefined));
    });
  }

  private use(name: string, strategy: CredentialStrategy): void {
    const verify = (request: CredentialCarrier, done: Done) => void ask(strategy, request, done);
    this.passport.use(name, new Strategy(verify));
    this.names.push(name);
  }
}

async function ask(strategy: CredentialStrategy, request: CredentialCarrier, done: Done) {
  const outcome = await strategy.operatorOf(request).then(
    (operator) => ({ error: null, operator }),
    (error: unknown) => ({ error, operator: undefined }),
  );
  done(outcome.error, outcome.operator ?? false);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
