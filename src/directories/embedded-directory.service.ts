import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { Database } from '../platform/database/database.js';
import { DirectoryRepository } from './directory.repository.js';
import { DEFAULT_DIRECTORY, EMBEDDED_URL } from './domain/directory.js';
import { EmbeddedMailboxRepository } from './embedded-mailbox.repository.js';

const EMBEDDED_SETTINGS = {
  url: EMBEDDED_URL,
  table: 'public.mailbox',
  columns: {
    login: 'username',
    password: 'password',
    active: 'active',
    mustChange: 'must_change',
    displayName: 'name',
    changedAt: 'password_changed',
  },
  scheme: 'detect',
  aliasTable: { table: 'public.alias', address: 'address', goto: 'goto' },
};

/** The directory that comes with the embedded database: PostfixAdmin's tables, and the same connector as a site's own. */
@Injectable()
export class EmbeddedDirectory {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
    private readonly mailboxes: EmbeddedMailboxRepository,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async ensureDefault(): Promise<void> {
    if (this.settings.DATABASE_URL !== undefined) return;
    await this.database.transaction(async (tx) => {
      await this.mailboxes.alone(tx);
      if (!(await this.repository.isEmpty(tx))) return;
      await this.mailboxes.makeTables(tx);
      const id = newId();
      await this.repository.add(tx, {
        id,
        name: DEFAULT_DIRECTORY,
        kind: 'sql',
        settings: EMBEDDED_SETTINGS,
        createdAt: this.clock.now(),
      });
      await this.auditLog.append(
        {
          actor: 'start',
          what: 'directory.created',
          subject: id,
          detail: { name: DEFAULT_DIRECTORY, kind: 'sql', settings: EMBEDDED_SETTINGS },
        },
        tx,
      );
    });
  }
}
