import { Injectable } from '@nestjs/common';
import { ApiKeyCredentials } from './api-key-credentials.service.js';
import { ApiKeyUsage } from './api-key-usage.service.js';
import type { CredentialCarrier, CredentialStrategy } from './credential-strategy.js';
import { credentialIn } from './domain/bearer.js';
import type { Operator } from './operator.js';

/** Passport strategy for `Authorization: Bearer aw_…`. */
@Injectable()
export class ApiKeyStrategy implements CredentialStrategy {
  constructor(
    private readonly credentials: ApiKeyCredentials,
    private readonly usage: ApiKeyUsage,
  ) {}

  async operatorOf(request: CredentialCarrier): Promise<Operator | undefined> {
    const credential = credentialIn(request.headers.authorization);
    if (credential?.kind !== 'api-key') return undefined;
    const key = await this.credentials.verify(credential.token);
    if (!key) return undefined;
    this.usage.note(key.id);
    return { id: key.id, name: key.name, kind: 'api-key', scopes: key.scopes };
  }
}
