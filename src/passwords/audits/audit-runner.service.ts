import { setMaxListeners } from 'node:events';
import { Inject, Injectable } from '@nestjs/common';
import { AccountNamesService } from '../../accounts/account-names.service.js';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { Database } from '../../platform/database/database.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { isOpen, type PasswordAudit } from '../domain/audit/audit.js';
import type { AuditSubject } from '../domain/audit/subject.js';
import { findingsOf } from '../domain/findings/find.js';
import { PasswordPoliciesService, type PolicyInUse } from '../password-policies.service.js';
import { AuditCollection } from './audit-collection.service.js';
import { AuditConclusion } from './audit-conclusion.service.js';
import {
  type AuditedAccount,
  AuditResultRepository,
  type KnownAccount,
} from './audit-result.repository.js';
import { batchesOf } from './guessing-batches.js';
import { GuessingPool } from './guessing-pool.js';
import type { GuessingPlan, GuessingResult } from './guessing-task.js';
import { PasswordAuditRepository } from './password-audit.repository.js';
import { AuditJudge } from './audit-judge.service.js';
import { keyContext } from './password-audits.service.js';
import { CHUNK_SUBJECTS, SubjectChunkRepository } from './subject-chunks.repository.js';

/** Chunks that are under way at once, so that no thread waits for the last account of one. */
const CHUNKS_AT_ONCE = 2;
const NOTE_EVERY_MS = 1_000;

/** What a run has in hand. */
interface Run {
  readonly audit: PasswordAudit;
  readonly plan: GuessingPlan;
  readonly policy: PolicyInUse;
  readonly signal: AbortSignal;
  /** Accounts were tested: notes it, and ends the run when it was cancelled meanwhile. */
  readonly tested: (accounts: number) => Promise<void>;
}

/** Runs audits: collects, tests chunk by chunk, concludes. After a crash it goes on with the chunks that are left. */
@Injectable()
export class AuditRunner {
  constructor(
    private readonly database: Database,
    private readonly audits: PasswordAuditRepository,
    private readonly results: AuditResultRepository,
    private readonly chunks: SubjectChunkRepository,
    private readonly collection: AuditCollection,
    private readonly conclusion: AuditConclusion,
    private readonly pool: GuessingPool,
    private readonly judge: AuditJudge,
    private readonly policies: PasswordPoliciesService,
    private readonly names: AccountNamesService,
    private readonly box: SecretBox,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Runs an audit to its end, unless it has ended.
   *
   * @param shutdown fires when the process ends; the run is then gone on with elsewhere
   * @param report told of the accounts tested so far, and of all
   * @throws DomainError of the kind `unavailable` to be tried again; anything else has failed the audit
   */
  async run(
    auditId: string,
    shutdown: AbortSignal,
    report?: (done: number, total: number) => Promise<void>,
  ): Promise<void> {
    const audit = await this.audits.find(this.database.direct, auditId);
    if (!audit || !isOpen(audit.status)) return;
    const cancelled = new AbortController();
    const signal = AbortSignal.any([shutdown, cancelled.signal]);
    // Every batch that is under way listens to it.
    setMaxListeners(0, signal);
    try {
      await this.carryOut(audit, signal, cancelled, report);
    } catch (error) {
      if (cancelled.signal.aborted) return;
      if (shutdown.aborted) throw interrupted();
      if (error instanceof DomainError && error.kind === 'unavailable') throw error;
      const problem = error instanceof DomainError ? error.message : 'It broke off unexpectedly.';
      await this.fail(audit, problem);
      if (!(error instanceof DomainError)) throw error;
    }
  }

  private async carryOut(
    audit: PasswordAudit,
    signal: AbortSignal,
    cancelled: AbortController,
    report?: (done: number, total: number) => Promise<void>,
  ): Promise<void> {
    const tx = this.database.direct;
    const note = async (change: Parameters<PasswordAuditRepository['note']>[3]) => {
      if (await this.audits.note(tx, audit.id, this.clock.now(), change)) return;
      cancelled.abort();
      signal.throwIfAborted();
    };
    let total = audit.total;
    if (audit.status !== 'testing') {
      await note({ status: 'collecting' });
      total = await this.collection.collect(audit, (accounts) => note({ total: accounts }), signal);
      await note({ status: 'testing', total });
    }

    let done = await this.results.count(tx, audit.id);
    let notedAt = 0;
    const policy = await this.policies.named(audit.policy);
    const run: Run = {
      audit,
      plan: this.planOf(audit, policy),
      policy,
      signal,
      tested: async (accounts) => {
        done += accounts;
        if (Date.now() - notedAt < NOTE_EVERY_MS) return;
        notedAt = Date.now();
        await note({ done });
        await report?.(done, total);
      },
    };
    // A cancelled audit is left at once, however long its threads have still to guess.
    const heartbeat = setInterval(() => void note({}).catch(() => undefined), NOTE_EVERY_MS);
    try {
      await this.testAll(run);
    } finally {
      clearInterval(heartbeat);
    }
    signal.throwIfAborted();
    await this.conclusion.conclude(audit);
  }

  private async testAll(run: Run): Promise<void> {
    const ownerId = run.audit.uploadId ?? run.audit.id;
    const remaining = await this.chunks.remaining(this.database.direct, ownerId);
    const lane = async () => {
      for (let ordinal = remaining.shift(); ordinal !== undefined; ordinal = remaining.shift())
        await this.testChunk(run, ownerId, ordinal);
    };
    await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, lane));
  }

  private async testChunk(run: Run, ownerId: string, ordinal: number): Promise<void> {
    const { audit, plan, signal } = run;
    const all = await this.chunks.read(this.database.direct, ownerId, ordinal);
    const subjects = new Map<number, AuditSubject>();
    all.forEach((subject, index) => {
      if (subject.active !== false || audit.checks.inactive)
        subjects.set(ordinal * CHUNK_SUBJECTS + index, subject);
    });
    const known = await this.knownAccounts([...subjects.values()]);
    const audited: AuditedAccount[] = [];
    const batches = batchesOf(subjects, known, plan.millisecondsPerAccount);
    await Promise.all(
      batches.map(async (targets) => {
        const results = await this.pool.test({ plan, targets }, signal);
        for (const result of results) audited.push(await this.assess(run, subjects, known, result));
        await run.tested(results.length);
      }),
    );
    await run.tested(all.length - subjects.size);
    await this.database.transaction(async (tx) => {
      await this.results.add(tx, audit.id, audited);
      await this.chunks.remove(tx, ownerId, ordinal);
    });
  }

  private async assess(
    run: Run,
    subjects: ReadonlyMap<number, AuditSubject>,
    known: ReadonlyMap<string, KnownAccount>,
    result: GuessingResult,
  ): Promise<AuditedAccount> {
    const { policy, audit, plan } = run;
    const subject = subjects.get(result.ordinal) ?? { login: '' };
    const now = audit.requestedAt;
    const test = await this.judge.judge(policy, subject, result, {
      now,
      words: plan.words,
    });
    const findings = findingsOf(subject, test, {
      now: now.toISOString(),
      oldAfterDays: audit.checks.oldAfterDays,
      appPasswordOldAfterDays: audit.checks.appPasswordOldAfterDays,
      left: new Set(audit.checks.leave),
    });
    const account = known.get(this.names.canonical(subject.login) ?? '');
    return {
      subject,
      ...(account ? { account } : {}),
      result,
      ...(test.guessed?.score === undefined ? {} : { score: test.guessed.score }),
      findings,
    };
  }

  private knownAccounts(
    subjects: readonly AuditSubject[],
  ): Promise<ReadonlyMap<string, KnownAccount>> {
    const names = subjects.map(({ login }) => this.names.canonical(login) ?? '');
    return this.results.known(this.database.direct, names);
  }

  private planOf(audit: PasswordAudit, policy: PolicyInUse): GuessingPlan {
    const { id, checks, sealedKey, requestedAt } = audit;
    if (!sealedKey) throw new Error(`audit ${id} is open and has no key`);
    return {
      id,
      words: [...new Set([...checks.words, ...policy.words])],
      year: requestedAt.getUTCFullYear(),
      millisecondsPerAccount: checks.millisecondsPerAccount,
      sharingKey: Buffer.from(this.box.open(sealedKey, keyContext(id)), 'base64'),
    };
  }

  private async fail(audit: PasswordAudit, problem: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.audits.finish(tx, audit.id, this.clock.now(), { status: 'failed', problem });
      await this.chunks.remove(tx, audit.uploadId ?? audit.id);
      await this.auditLog.append(
        {
          actor: 'password-audit',
          what: 'password-audit.failed',
          subject: audit.id,
          detail: { problem },
        },
        tx,
      );
    });
  }
}

function interrupted(): DomainError {
  return new DomainError(
    'unavailable',
    'password-audit-interrupted',
    'The audit was interrupted by a shutdown and goes on.',
  );
}
