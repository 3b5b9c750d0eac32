import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import type { Operator } from '../../auth/operator.js';
import { LineSplitter } from '../../events/domain/line-splitter.js';
import { CLOCK, type Clock, DAY_MS } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { callerKey } from '../../platform/http/caller.js';
import type { AuditSubject } from '../domain/audit/subject.js';
import type { UploadFormat, UploadProblem, UploadReader } from '../domain/uploads/upload-format.js';
import { formatOf, SAMPLE_LINES, UPLOAD_FORMATS } from '../domain/uploads/upload-formats.js';
import { type PasswordUpload, PasswordUploadRepository } from './password-upload.repository.js';
import { CHUNK_SUBJECTS, SubjectChunkRepository } from './subject-chunks.repository.js';

/** Problems that are told one by one; the rest is counted. */
const PROBLEMS_TOLD = 100;
const KEPT_UNUSED_MS = DAY_MS;

/** Takes files of accounts and stored passwords in: streamed, and sealed before anything is stored. */
@Injectable()
export class PasswordUploadsService {
  constructor(
    private readonly database: Database,
    private readonly uploads: PasswordUploadRepository,
    private readonly chunks: SubjectChunkRepository,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param format a format's name, or `auto`
   * @throws DomainError `upload-format-unknown`, `upload-empty`, `secrets-key-missing`
   */
  async receive(
    body: Readable,
    { format, name }: { readonly format: string; readonly name: string },
    operator: Operator,
  ): Promise<PasswordUpload> {
    const id = newId();
    const intake = new Intake(
      format === 'auto' ? undefined : formatNamed(format),
      (ordinal, subjects) => this.chunks.add(this.database.direct, id, ordinal, subjects),
    );
    try {
      const lines: string[] = [];
      const splitter = new LineSplitter((line) => lines.push(line));
      for await (const bytes of body) {
        splitter.push(bytes);
        for (const line of lines.splice(0)) await intake.line(line);
      }
      splitter.end();
      for (const line of lines) await intake.line(line);
      await intake.end(splitter.tooLong);
      if (intake.accounts === 0) throw emptyUpload(intake.problems[0]);
    } catch (error) {
      await this.chunks.remove(this.database.direct, id);
      throw error;
    }
    const upload: PasswordUpload = {
      id,
      name,
      format: intake.format?.format ?? 'unknown',
      accounts: intake.accounts,
      problems: intake.problems,
      problemCount: intake.problemCount,
      createdBy: callerKey(operator),
      createdAt: this.clock.now(),
    };
    await this.database.transaction(async (tx) => {
      await this.uploads.add(tx, upload);
      const detail = { name, format: upload.format, accounts: upload.accounts };
      await this.auditLog.append(
        { actor: operator, what: 'password-upload.received', subject: id, detail },
        tx,
      );
    });
    return upload;
  }

  /** Removes what nobody has audited for a day. */
  async expire(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_UNUSED_MS);
    await this.database.transaction((tx) => this.uploads.expire(tx, before));
  }
}

/** Reads lines of one file into chunks; the first lines wait until the format is known. */
class Intake {
  accounts = 0;
  problemCount = 0;
  readonly problems: UploadProblem[] = [];
  private reader: UploadReader | undefined;
  private number = 0;
  private sample: string[] = [];
  private pending: AuditSubject[] = [];
  private ordinal = 0;

  constructor(
    public format: UploadFormat | undefined,
    private readonly seal: (ordinal: number, subjects: readonly AuditSubject[]) => Promise<void>,
  ) {
    this.reader = format?.open();
  }

  async line(text: string): Promise<void> {
    if (this.reader) return this.read(this.reader, text);
    this.sample.push(text);
    if (this.sample.length >= SAMPLE_LINES) await this.decide();
  }

  /** @param tooLong lines that were too long to be read */
  async end(tooLong: number): Promise<void> {
    this.problemCount += tooLong;
    if (!this.reader) await this.decide();
    const { subjects = [], problems = [] } = this.reader?.end() ?? {};
    await this.take(subjects, problems);
    await this.flush();
  }

  private async decide(): Promise<void> {
    this.format = formatOf(this.sample);
    if (!this.format) throw unknownFormat();
    this.reader = this.format.open();
    for (const text of this.sample.splice(0)) await this.read(this.reader, text);
  }

  private async read(reader: UploadReader, text: string): Promise<void> {
    this.number++;
    const { subjects, problems } = reader.line(text, this.number);
    await this.take(subjects, problems);
  }

  private async take(
    subjects: readonly AuditSubject[],
    problems: readonly UploadProblem[],
  ): Promise<void> {
    this.problemCount += problems.length;
    this.problems.push(...problems.slice(0, PROBLEMS_TOLD - this.problems.length));
    for (const subject of subjects) {
      this.pending.push(subject);
      this.accounts++;
      if (this.pending.length === CHUNK_SUBJECTS) await this.flush();
    }
  }

  private async flush(): Promise<void> {
    const subjects = this.pending.splice(0);
    if (subjects.length > 0) await this.seal(this.ordinal++, subjects);
  }
}

function formatNamed(name: string): UploadFormat {
  const format = UPLOAD_FORMATS.find((known) => known.format === name);
  if (format) return format;
  throw unknownFormat();
}

function unknownFormat(): DomainError {
  return new DomainError(
    'invalid',
    'upload-format-unknown',
    `The file looks like none of ${UPLOAD_FORMATS.map(({ format }) => format).join(', ')}. Say which one it is with format=.`,
  );
}

function emptyUpload(first: UploadProblem | undefined): DomainError {
  const why = first ? ` Line ${first.line}: ${first.detail}.` : '';
  return new DomainError('unprocessable', 'upload-empty', `There is no account in the file.${why}`);
}
