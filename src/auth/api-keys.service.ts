import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { callerKey } from '../platform/http/caller.js';
import { ApiKeyCredentials } from './api-key-credentials.service.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { type ApiKey, hashOfKey, newKeyText, prefixOfKey } from './domain/api-key.js';
import { hasAnyScope, type Scope } from './domain/scopes.js';
import type { Operator } from './operator.js';

/** What a new key is to be. */
export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | undefined;
}

/** Makes, lists and revokes API keys. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly repository: ApiKeyRepository,
    private readonly credentials: ApiKeyCredentials,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest first, those made before the key `before`. */
  list(before: string | undefined, limit: number): Promise<readonly ApiKey[]> {
    return this.repository.list(before, limit);
  }

  /**
   * Makes a key. Its text is returned this once and stored nowhere.
   *
   * @throws DomainError `scope-not-held`, `invalid-request` for an expiry in the past
   */
  async create(
    { name, scopes, expiresAt }: NewApiKey,
    operator: Operator,
  ): Promise<{ readonly apiKey: ApiKey; readonly text: string }> {
    const now = this.clock.now();
    refuseScopesNotHeld(scopes, operator);
    refusePastExpiry(expiresAt, now);

    const text = newKeyText();
    const apiKey: ApiKey = {
      id: newId(),
      name,
      prefix: prefixOfKey(text),
      hash: hashOfKey(text),
      scopes,
      createdBy: callerKey(operator),
      createdAt: now,
      expiresAt,
      lastUsedAt: undefined,
      revokedAt: undefined,
    };
    await this.repository.transaction(async (transaction) => {
      await this.repository.insert(apiKey, transaction);
      await this.auditLog.append(
        {
          actor: operator,
          what: 'api-key.created',
          subject: apiKey.id,
          detail: { name, prefix: apiKey.prefix, scopes, expiresAt },
        },
        transaction,
      );
    });
    return { apiKey, text };
  }

  /**
   * Revokes a key for good: in this process at once, in others within five seconds. Revoking it
   * again changes nothing.
   *
   * @throws DomainError `api-key-not-found`, `api-key-in-use` for the key that asks
   */
  async revoke(id: string, operator: Operator): Promise<void> {
    if (operator.kind === 'api-key' && operator.id === id) {
      throw new DomainError(
        'conflict',
        'api-key-in-use',
        'This is the key that the request was made with. Revoke it with another one.',
      );
    }
    await this.repository.transaction(async (transaction) => {
      const key = await this.repository.find(id, transaction);
      if (!key) {
        throw new DomainError('not-found', 'api-key-not-found', 'There is no API key of this id.');
      }
      if (!(await this.repository.revoke(id, this.clock.now(), transaction))) return;
      await this.auditLog.append(
        {
          actor: operator,
          what: 'api-key.revoked',
          subject: id,
          detail: { name: key.name, prefix: key.prefix },
        },
        transaction,
      );
    });
    this.credentials.forget(id);
  }
}

function refuseScopesNotHeld(scopes: readonly Scope[], operator: Operator): void {
  const beyond = scopes.filter((scope) => !hasAnyScope(operator.scopes, [scope]));
  if (beyond.length === 0) return;
  throw new DomainError(
    'forbidden',
    'scope-not-held',
    'A key can only get scopes that its maker has.',
    { errors: beyond.map((scope) => ({ path: 'scopes', message: `${scope} is not yours` })) },
  );
}

function refusePastExpiry(expiresAt: Date | undefined, now: Date): void {
  if (!expiresAt || expiresAt > now) return;
  throw new DomainError('invalid', 'invalid-request', 'The key would have expired already.', {
    errors: [{ path: 'expiresAt', message: 'must be in the future' }],
  });
}
