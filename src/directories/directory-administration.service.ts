import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { directoryNotFound } from './directories.service.js';
import { DirectoryConnectors } from './directory-connectors.service.js';
import { DirectorySecrets } from './directory-secrets.service.js';
import { parseSettings, refuseStars, refuseWrongStars } from './directory-settings.js';
import { DirectoryRepository } from './directory.repository.js';
import { type Directory, isEmbedded } from './domain/directory.js';
import { patchSettings } from './domain/settings-patch.js';
import { ROSTER_SINK, type RosterSink } from './domain/roster-sink.js';

type Settings = Readonly<Record<string, unknown>>;

/** What of a directory is to be changed. */
export interface DirectoryPatch {
  readonly name?: string | undefined;
  /** Only what changes; stars keep a secret. */
  readonly settings?: Settings | undefined;
}

/** Connects, changes and removes directories. Settings go in whole and come out with stars. */
@Injectable()
export class DirectoryAdministration {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
    private readonly secrets: DirectorySecrets,
    private readonly connectors: DirectoryConnectors,
    private readonly auditLog: AuditLogService,
    @Inject(ROSTER_SINK) private readonly roster: RosterSink,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order in which they were connected, after the directory `after`. */
  list(after: string | undefined, limit: number): Promise<readonly Directory[]> {
    return this.repository.list(this.database.direct, after, limit);
  }

  /** @throws DomainError `directory-not-found` */
  async find(id: string): Promise<Directory> {
    const directory = await this.repository.find(this.database.direct, id);
    if (!directory) throw directoryNotFound();
    return directory;
  }

  /**
   * @param settings checked by the kind's schema
   * @throws DomainError `directory-name-taken`, `invalid-request`, `secrets-key-missing`
   */
  async create(
    { name, kind, settings }: { name: string; kind: string; settings: Settings },
    operator: Operator,
  ): Promise<Directory> {
    refuseStars(kind, settings);
    const id = newId();
    const stored = this.secrets.conceal(id, kind, settings);
    const directory = { id, name, kind, ...stored, createdAt: this.clock.now() };
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.add(tx, directory))) throw nameTaken(name);
      const detail = { name, kind, settings: stored.settings };
      await this.record(tx, operator, 'directory.created', id, detail);
    });
    return directory;
  }

  /**
   * @throws DomainError `directory-not-found`, `directory-name-taken`, `directory-embedded`,
   * `directory-password-needed`, `invalid-request`, or why secrets can't be sealed or opened
   */
  change(id: string, { name, settings }: DirectoryPatch, operator: Operator): Promise<Directory> {
    return this.database.transaction(async (tx) => {
      const directory = await this.locked(tx, id);
      const stored = settings ? this.patched(directory, settings) : undefined;
      const change = { ...(name === undefined ? {} : { name }), ...stored };
      if (Object.keys(change).length === 0) return directory;
      if (!(await this.repository.change(tx, id, change))) throw nameTaken(name ?? '');
      const detail = {
        before: { name: directory.name, settings: directory.settings },
        after: { name: name ?? directory.name, settings: stored?.settings ?? directory.settings },
      };
      await this.record(tx, operator, 'directory.changed', id, detail);
      return this.locked(tx, id);
    });
  }

  /** Its accounts stay, with what is known of them. @throws DomainError `directory-not-found` */
  async remove(id: string, operator: Operator): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { name, kind } = await this.locked(tx, id);
      await this.repository.remove(tx, id);
      await this.record(tx, operator, 'directory.removed', id, { name, kind });
    });
    await this.connectors.drop(id);
    await this.roster.removed(id);
  }

  private async locked(tx: Transaction, id: string): Promise<Directory> {
    const directory = await this.repository.find(tx, id, true);
    if (!directory) throw directoryNotFound();
    return directory;
  }

  private patched(
    directory: Directory,
    change: Settings,
  ): Pick<Directory, 'settings' | 'sealedSecrets'> {
    if (isEmbedded(directory))
      throw new DomainError(
        'conflict',
        'directory-embedded',
        'This directory is the one in the embedded database: its settings are fixed. Connect another directory instead.',
      );
    const { id, kind } = directory;
    const shown = patchSettings(directory.settings, change);
    refuseWrongStars(kind, directory.settings, shown);
    const whole = parseSettings(kind, this.secrets.reveal(directory, shown));
    return this.secrets.conceal(id, kind, whole);
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

function nameTaken(name: string): DomainError {
  return new DomainError(
    'conflict',
    'directory-name-taken',
    `Another directory is named ${name}. Choose another name.`,
  );
}
