import { Injectable } from '@nestjs/common';
import { SecretBox } from '../platform/secrets/secret-box.js';
import type { Webhook } from './webhook.repository.js';

/** Seals the secrets of webhooks, and says which of them sign. */
@Injectable()
export class WebhookSecrets {
  constructor(private readonly box: SecretBox) {}

  /** @throws DomainError `secrets-key-missing` */
  seal(id: string, secret: string): Buffer {
    return this.box.seal(secret, contextOf(id));
  }

  /** The current one, and the former one while it holds. @throws DomainError `secrets-key-wrong` */
  signing(webhook: Webhook, at: Date): string[] {
    const { id, sealedSecret, sealedFormerSecret, formerUntil } = webhook;
    const current = this.box.open(sealedSecret, contextOf(id));
    const isFormerGood = formerUntil !== undefined && formerUntil > at;
    return sealedFormerSecret && isFormerGood
      ? [current, this.box.open(sealedFormerSecret, contextOf(id))]
      : [current];
  }
}

function contextOf(id: string): string {
  return `webhook ${id}`;
}
