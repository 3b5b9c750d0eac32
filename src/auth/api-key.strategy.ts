import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-custom';
import { ApiKeyCredentials } from './api-key-credentials.service.js';
import { ApiKeyUsage } from './api-key-usage.service.js';
import { credentialIn } from './domain/bearer.js';
import type { Operator } from './operator.js';

/** Passport's strategy for `Authorization: Bearer aw_…`. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, 'api-key') {
  constructor(
    private readonly credentials: ApiKeyCredentials,
    private readonly usage: ApiKeyUsage,
  ) {
    super();
  }

  /** @returns false when the request has no API key, or not one that may be used */
  async validate(request: FastifyRequest): Promise<Operator | false> {
    const credential = credentialIn(request.headers.authorization);
    if (credential?.kind !== 'api-key') return false;
    const key = await this.credentials.verify(credential.token);
    if (!key) return false;
    this.usage.note(key.id);
    return { id: key.id, name: key.name, kind: 'api-key', scopes: key.scopes };
  }
}
