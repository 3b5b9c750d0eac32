import { Injectable } from '@nestjs/common';
import { OutboundGuard } from '../platform/outbound/outbound-guard.js';
import { helpdeskKindNamed } from './connectors.js';
import type { HelpdeskConnector } from './domain/connector.js';
import type { Helpdesk } from './domain/helpdesk.js';
import { HelpdeskSecrets } from './helpdesk-secrets.service.js';

/** Opens the connectors of helpdesks. Whoever opens one closes it. */
@Injectable()
export class HelpdeskConnectors {
  constructor(
    private readonly secrets: HelpdeskSecrets,
    private readonly guard: OutboundGuard,
  ) {}

  /** @throws DomainError `secrets-key-missing`, `secrets-key-wrong` */
  open(helpdesk: Helpdesk): HelpdeskConnector {
    const kind = helpdeskKindNamed(helpdesk.kind);
    return kind.open(this.secrets.reveal(helpdesk), { guard: this.guard });
  }
}
