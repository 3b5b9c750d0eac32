import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { MailPost } from '../platform/outbound/mail-post.service.js';
import { AlertRepository } from './alert.repository.js';
import type { Alert } from './domain/alert.js';

/** An alert as an operator gives it. */
export type AlertFields = Omit<Alert, 'id'>;

/** Whom to call when something happens. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly database: Database,
    private readonly repository: AlertRepository,
    private readonly mail: MailPost,
    private readonly auditLog: AuditLogService,
  ) {}

  /** In the order in which they were made, after the alert `after`. */
  list(after: string | undefined, limit: number): Promise<Alert[]> {
    return this.repository.list(this.database.direct, after, limit);
  }

  /** @throws DomainError `alert-name-taken`, `alert-target-invalid` */
  create(fields: AlertFields, operator: Operator): Promise<Alert> {
    const alert = { ...fields, id: newId() };
    return this.database.transaction(async (tx) => {
      await this.save(tx, alert);
      await this.record(tx, operator, 'alert.created', alert.id, fields);
      return alert;
    });
  }

  /** @throws DomainError `alert-not-found`, `alert-name-taken`, `alert-target-invalid` */
  change(
    id: string,
    patch: { readonly [Field in keyof AlertFields]?: AlertFields[Field] },
    operator: Operator,
  ): Promise<Alert> {
    return this.database.transaction(async (tx) => {
      const alert = { ...found(await this.repository.find(tx, id, true)), ...patch };
      await this.save(tx, alert);
      await this.record(tx, operator, 'alert.changed', id, patch);
      return alert;
    });
  }

  /** @throws DomainError `alert-not-found` */
  async remove(id: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { name } = found(await this.repository.find(tx, id, true));
      await this.repository.remove(tx, id);
      await this.record(tx, operator, 'alert.removed', id, { name });
    });
  }

  private async save(tx: Transaction, alert: Alert): Promise<void> {
    if (alert.mailTo !== undefined && !this.mail.isSet)
      throw invalidTarget('SMTP_URL is not set, so nothing can be mailed.');
    const outcome = await this.repository.save(tx, alert);
    if (outcome === 'no-webhook') throw invalidTarget('There is no such webhook.');
    if (outcome === 'name-taken')
      throw new DomainError(
        'conflict',
        'alert-name-taken',
        `Another alert is named ${alert.name}. Choose another name.`,
      );
  }

  private record(
    tx: Transaction,
    actor: Operator,
    what: string,
    subject: string,
    detail: object,
  ): Promise<void> {
    return this.auditLog.append({ actor, what, subject, detail: { ...detail } }, tx);
  }
}

function found(alert: Alert | undefined): Alert {
  if (!alert) throw new DomainError('not-found', 'alert-not-found', 'There is no such alert.');
  return alert;
}

function invalidTarget(message: string): DomainError {
  return new DomainError('unprocessable', 'alert-target-invalid', message);
}
