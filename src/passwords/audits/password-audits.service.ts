import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import type { Operator } from '../../auth/operator.js';
import { DirectoriesService } from '../../directories/directories.service.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { callerKey } from '../../platform/http/caller.js';
import { JOB_QUEUE, type JobQueue } from '../../platform/queue/job-queue.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import type { AuditChecks, PasswordAudit } from '../domain/audit/audit.js';
import { PasswordPoliciesService } from '../password-policies.service.js';
import { exportOf } from './hash-export.js';
import { PasswordAuditRepository } from './password-audit.repository.js';
import { PasswordUploadRepository } from './password-upload.repository.js';
import { SubjectChunkRepository } from './subject-chunks.repository.js';

/** Name of the job that runs an audit; its data is `{auditId}`. */
export const PASSWORD_AUDIT_JOB = 'password-audit';
/** A run goes on where it was; each try is one interruption survived. */
const ATTEMPTS = 20;
const BACKOFF = { kind: 'exponential', delayMs: 1_000 } as const;
const KEY_BYTES = 32;

/** What an operator, or a schedule, wants audited. */
export interface AuditRequest {
  readonly directory?: string | undefined;
  readonly upload?: string | undefined;
  readonly policy: string;
  readonly checks: AuditChecks;
}

/** Whoever asks for an audit: an operator, or a schedule by its key. */
export type AuditActor = Operator | string;

/** Asks for audits, cancels them, and shows how far they are. */
@Injectable()
export class PasswordAuditsService {
  constructor(
    private readonly database: Database,
    private readonly audits: PasswordAuditRepository,
    private readonly uploads: PasswordUploadRepository,
    private readonly chunks: SubjectChunkRepository,
    private readonly directories: DirectoriesService,
    private readonly policies: PasswordPoliciesService,
    private readonly box: SecretBox,
    private readonly auditLog: AuditLogService,
    @Inject(JOB_QUEUE) private readonly queue: JobQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `audit-source-missing`, `directory-not-found`, `directory-cannot-export`,
   *   `password-upload-not-found`, `password-policy-not-found`, `secrets-key-missing`
   */
  async request(request: AuditRequest, operator: Operator): Promise<PasswordAudit> {
    const audit = await this.create(newId(), request, operator);
    await this.remind(audit.id);
    return audit;
  }

  /** Makes the row of an audit; a second time, with the same id, nothing changes. */
  async create(id: string, request: AuditRequest, actor: AuditActor): Promise<PasswordAudit> {
    const known = await this.audits.find(this.database.direct, id);
    if (known) return known;
    const { directory, upload, policy, checks } = request;
    if ((directory === undefined) === (upload === undefined)) throw sourceMissing();
    await this.policies.named(policy);
    if (directory !== undefined) await exportOf(await this.directories.connectorFor(directory));

    const at = this.clock.now();
    const key = randomBytes(KEY_BYTES).toString('base64');
    return this.database.transaction(async (tx) => {
      const taken = upload === undefined ? undefined : await this.uploads.take(tx, upload, at);
      if (upload !== undefined && !taken) throw uploadNotFound();
      const audit: PasswordAudit = {
        id,
        ...(directory === undefined ? {} : { directoryId: directory }),
        ...(taken ? { uploadId: taken.id } : {}),
        source: taken ? `upload:${taken.name}` : `directory:${directory}`,
        status: 'queued',
        policy,
        checks,
        sealedKey: this.box.seal(key, keyContext(id)),
        done: 0,
        total: taken?.accounts ?? 0,
        requestedBy: typeof actor === 'string' ? actor : callerKey(actor),
        requestedAt: at,
      };
      await this.audits.add(tx, audit);
      await this.auditLog.append(
        {
          actor,
          what: 'password-audit.requested',
          subject: id,
          detail: { source: audit.source, policy, checks },
        },
        tx,
      );
      return audit;
    });
  }

  /** Ends an audit; what it had of passwords is gone at once. @throws DomainError `password-audit-not-found` */
  async cancel(id: string, operator: Operator): Promise<PasswordAudit> {
    const audit = await this.find(id);
    await this.database.transaction(async (tx) => {
      const wasOpen = await this.audits.finish(tx, id, this.clock.now(), { status: 'cancelled' });
      if (!wasOpen) return;
      await this.chunks.remove(tx, audit.uploadId ?? audit.id);
      await this.auditLog.append(
        { actor: operator, what: 'password-audit.cancelled', subject: id },
        tx,
      );
    });
    return this.find(id);
  }

  /** @throws DomainError `password-audit-not-found` */
  async find(id: string): Promise<PasswordAudit> {
    const audit = await this.audits.find(this.database.direct, id);
    if (!audit) throw auditNotFound();
    return audit;
  }

  /** Newest first. */
  list(before: string | undefined, limit: number): Promise<readonly PasswordAudit[]> {
    return this.audits.list(this.database.direct, before, limit);
  }

  /** Has an audit run, or go on. */
  async remind(auditId: string): Promise<void> {
    await this.queue.add(
      PASSWORD_AUDIT_JOB,
      { auditId },
      {
        id: `${PASSWORD_AUDIT_JOB}.${auditId}`,
        attempts: ATTEMPTS,
        backoff: BACKOFF,
        repeatFinished: true,
      },
    );
  }

  /** Reminds of open audits that weren't heard of since. */
  async sweep(since: Date): Promise<void> {
    for (const id of await this.audits.silentSince(this.database.direct, since))
      await this.remind(id);
  }
}

/** What a run's key is sealed for. */
export function keyContext(auditId: string): string {
  return `password-audit-key:${auditId}`;
}

/** No audit has this id. */
export function auditNotFound(): DomainError {
  return new DomainError(
    'not-found',
    'password-audit-not-found',
    'There is no such password audit.',
  );
}

function uploadNotFound(): DomainError {
  return new DomainError(
    'not-found',
    'password-upload-not-found',
    'There is no such upload, or an audit has used it up already. Upload the file again.',
  );
}

function sourceMissing(): DomainError {
  return new DomainError(
    'invalid',
    'audit-source-missing',
    'Say what is audited: a directory, or an upload, and not both.',
    { errors: [{ path: 'directory', message: 'give this or upload' }] },
  );
}
