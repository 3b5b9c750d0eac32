import { Injectable } from '@nestjs/common';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import { DirectoriesService } from '../../directories/directories.service.js';
import type { StoredHash } from '../../directories/domain/stored-hash.js';
import { Database } from '../../platform/database/database.js';
import type { PasswordAudit } from '../domain/audit/audit.js';
import type { AuditSubject } from '../domain/audit/subject.js';
import { exportOf } from './hash-export.js';
import { CHUNK_SUBJECTS, SubjectChunkRepository } from './subject-chunks.repository.js';

const PAGE_SIZE = 500;

/** Takes the stored passwords of a directory over for one run, sealed. */
@Injectable()
export class AuditCollection {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoriesService,
    private readonly chunks: SubjectChunkRepository,
    private readonly auditLog: AuditLogService,
  ) {}

  /**
   * From the beginning, whatever an earlier try has taken over.
   *
   * @returns how many accounts there are
   * @throws DomainError why the directory can't be asked
   */
  async collect(
    audit: PasswordAudit,
    progress: (accounts: number) => Promise<void>,
    signal: AbortSignal,
  ): Promise<number> {
    const { directoryId, id } = audit;
    if (directoryId === undefined)
      return this.chunks.count(this.database.direct, audit.uploadId ?? id);
    await this.chunks.remove(this.database.direct, id);
    const exported = await exportOf(await this.directories.connectorFor(directoryId));

    let accounts = 0;
    let ordinal = 0;
    let pending: AuditSubject[] = [];
    const flush = async () => {
      if (pending.length === 0) return;
      await this.chunks.add(this.database.direct, id, ordinal++, pending);
      accounts += pending.length;
      pending = [];
      await progress(accounts);
    };
    for await (const hash of exported({ pageSize: PAGE_SIZE })) {
      signal.throwIfAborted();
      pending.push(subjectOf(hash));
      if (pending.length === CHUNK_SUBJECTS) await flush();
    }
    await flush();
    await this.auditLog.append({
      actor: audit.requestedBy,
      what: 'directory.hashes-exported',
      subject: directoryId,
      detail: { auditId: id, accounts },
    });
    return accounts;
  }
}

function subjectOf({ login, hash, scheme, active, changedAt }: StoredHash): AuditSubject {
  return {
    login,
    ...(hash === '' ? {} : { hash }),
    ...(scheme === 'unknown' ? {} : { defaultLabel: scheme }),
    active,
    ...(changedAt ? { changedAt: changedAt.toISOString() } : {}),
  };
}
