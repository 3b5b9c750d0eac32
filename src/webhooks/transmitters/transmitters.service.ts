import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import type { Operator } from '../../auth/operator.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { OutboundGuard, TargetRefused } from '../../platform/outbound/outbound-guard.js';
import { type ReceivedEvent, ReceivedEventRepository } from './received-event.repository.js';
import { type Transmitter, TransmitterRepository } from './transmitter.repository.js';

/** A transmitter as an operator gives it. */
export type TransmitterFields = Omit<Transmitter, 'id' | 'createdAt'>;

/** Transmitters: whose security events are taken in. */
@Injectable()
export class TransmittersService {
  constructor(
    private readonly database: Database,
    private readonly transmitters: TransmitterRepository,
    private readonly received: ReceivedEventRepository,
    private readonly guard: OutboundGuard,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order in which they were made, after the transmitter `after`. */
  list(after: string | undefined, limit: number): Promise<Transmitter[]> {
    return this.transmitters.list(this.database.direct, after, limit);
  }

  /** One from which tokens are taken in. @throws DomainError `transmitter-not-found` */
  async enabled(id: string): Promise<Transmitter> {
    const transmitter = await this.transmitters.find(this.database.direct, id);
    return found(transmitter?.enabled === true ? transmitter : undefined);
  }

  /** @throws DomainError `transmitter-name-taken`, `transmitter-keys-refused` */
  async create(fields: TransmitterFields, operator: Operator): Promise<Transmitter> {
    this.refuseTarget(fields.jwksUrl);
    const transmitter: Transmitter = { ...fields, id: newId(), createdAt: this.clock.now() };
    await this.database.transaction(async (tx) => {
      await this.save(tx, transmitter);
      await this.record(tx, operator, 'transmitter.created', transmitter.id, { ...fields });
    });
    return transmitter;
  }

  /** @throws DomainError `transmitter-not-found`, `transmitter-name-taken`, `transmitter-keys-refused` */
  change(
    id: string,
    patch: { readonly [Field in keyof TransmitterFields]?: TransmitterFields[Field] | undefined },
    operator: Operator,
  ): Promise<Transmitter> {
    if (patch.jwksUrl !== undefined) this.refuseTarget(patch.jwksUrl);
    return this.database.transaction(async (tx) => {
      const before = found(await this.transmitters.find(tx, id, true));
      const after: Transmitter = {
        ...before,
        name: patch.name ?? before.name,
        issuer: patch.issuer ?? before.issuer,
        audience: patch.audience ?? before.audience,
        jwksUrl: patch.jwksUrl ?? before.jwksUrl,
        subjectIssuers: patch.subjectIssuers ?? before.subjectIssuers,
        subjectIs: patch.subjectIs ?? before.subjectIs,
        enabled: patch.enabled ?? before.enabled,
      };
      await this.save(tx, after);
      await this.record(tx, operator, 'transmitter.changed', id, { ...patch });
      return after;
    });
  }

  /** What it told stays with the accounts. @throws DomainError `transmitter-not-found` */
  async remove(id: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { name } = found(await this.transmitters.find(tx, id, true));
      await this.transmitters.remove(tx, id);
      await this.record(tx, operator, 'transmitter.removed', id, { name });
    });
  }

  /** The newest first. @throws DomainError `transmitter-not-found` */
  async eventsOf(id: string, before: string | undefined, limit: number): Promise<ReceivedEvent[]> {
    found(await this.transmitters.find(this.database.direct, id));
    return this.received.list(this.database.direct, id, before, limit);
  }

  private async save(tx: Transaction, transmitter: Transmitter): Promise<void> {
    if (await this.transmitters.save(tx, transmitter)) return;
    throw new DomainError(
      'conflict',
      'transmitter-name-taken',
      `Another transmitter is named ${transmitter.name}. Choose another name.`,
    );
  }

  private refuseTarget(url: string): void {
    try {
      this.guard.check(url);
    } catch (cause) {
      if (!(cause instanceof TargetRefused)) throw cause;
      throw new DomainError('unprocessable', 'transmitter-keys-refused', cause.message);
    }
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

function found(transmitter: Transmitter | undefined): Transmitter {
  if (!transmitter)
    throw new DomainError('not-found', 'transmitter-not-found', 'There is no such transmitter.');
  return transmitter;
}
