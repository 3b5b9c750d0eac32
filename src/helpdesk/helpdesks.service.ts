import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { Helpdesk } from './domain/helpdesk.js';
import type { Inbound } from './domain/inbound.js';
import type { TicketRules } from './domain/rules.js';
import type { Templates } from './domain/templates.js';
import { HelpdeskSecrets } from './helpdesk-secrets.service.js';
import { HelpdeskRepository } from './helpdesk.repository.js';

/** A helpdesk as an operator gives it. */
export interface NewHelpdesk {
  readonly name: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly rules: TicketRules;
  readonly templates: Templates;
  readonly inbound: Inbound;
  readonly enabled: boolean;
}

/** Connects, changes and removes helpdesks. Settings go in whole and come out with stars. */
@Injectable()
export class HelpdesksService {
  constructor(
    private readonly database: Database,
    private readonly repository: HelpdeskRepository,
    private readonly secrets: HelpdeskSecrets,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order in which they were connected, after the helpdesk `after`. */
  list(after: string | undefined, limit: number): Promise<readonly Helpdesk[]> {
    return this.repository.list(this.database.direct, after, limit);
  }

  /** @throws DomainError `helpdesk-not-found` */
  async find(id: string): Promise<Helpdesk> {
    return found(await this.repository.find(this.database.direct, id));
  }

  /**
   * @param helpdesk its settings checked by the kind's schema
   * @throws DomainError `helpdesk-name-taken`, `invalid-request`, `secrets-key-missing`
   */
  async create(helpdesk: NewHelpdesk, operator: Operator): Promise<Helpdesk> {
    const id = newId();
    const { kind, settings } = helpdesk;
    const stored = this.secrets.conceal(id, kind, settings);
    await this.database.transaction(async (tx) => {
      const row = { ...helpdesk, ...stored, id, ...FRESH, createdAt: this.clock.now() };
      if (!(await this.repository.add(tx, row))) throw nameTaken(helpdesk.name);
      await this.record(tx, operator, 'helpdesk.created', id, {
        ...helpdesk,
        settings: stored.settings,
      });
    });
    return this.find(id);
  }

  /**
   * @throws DomainError `helpdesk-not-found`, `helpdesk-name-taken`, `helpdesk-secret-needed`,
   * `invalid-request`, or why secrets can't be sealed or opened
   */
  async change(
    id: string,
    patch: { readonly [Field in keyof Omit<NewHelpdesk, 'kind'>]?: NewHelpdesk[Field] | undefined },
    operator: Operator,
  ): Promise<Helpdesk> {
    return this.database.transaction(async (tx) => {
      const before = found(await this.repository.find(tx, id, true));
      const stored = patch.settings ? this.secrets.patch(before, patch.settings) : before;
      const after = {
        name: patch.name ?? before.name,
        settings: stored.settings,
        sealedSecrets: stored.sealedSecrets,
        rules: patch.rules ?? before.rules,
        templates: patch.templates ?? before.templates,
        inbound: patch.inbound ?? before.inbound,
        enabled: patch.enabled ?? before.enabled,
      };
      if (!(await this.repository.change(tx, id, after))) throw nameTaken(after.name);
      await this.record(tx, operator, 'helpdesk.changed', id, {
        before: shown(before),
        after: shown(after),
      });
      return found(await this.repository.find(tx, id));
    });
  }

  /** Its tickets stay in the helpdesk, and are forgotten here. @throws DomainError `helpdesk-not-found` */
  async remove(id: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { name, kind } = found(await this.repository.find(tx, id, true));
      await this.repository.remove(tx, id);
      await this.record(tx, operator, 'helpdesk.removed', id, { name, kind });
    });
  }

  private record(
    tx: Transaction,
    actor: Operator,
    what: string,
    subject: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.auditLog.append({ actor, what, subject, detail }, tx);
  }
}

const FRESH = { failures: 0, problem: undefined } as const;

function shown({
  name,
  settings,
  rules,
  templates,
  inbound,
  enabled,
}: Omit<NewHelpdesk, 'kind'>): Record<string, unknown> {
  return { name, settings, rules, templates, inbound, enabled };
}

function found(helpdesk: Helpdesk | undefined): Helpdesk {
  if (!helpdesk)
    throw new DomainError('not-found', 'helpdesk-not-found', 'There is no such helpdesk.');
  return helpdesk;
}

function nameTaken(name: string): DomainError {
  return new DomainError(
    'conflict',
    'helpdesk-name-taken',
    `Another helpdesk is named ${name}. Choose another name.`,
  );
}
