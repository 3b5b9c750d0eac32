import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import type { Operator } from '../../auth/operator.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import type { BreachAlgorithm } from '../domain/breach/algorithm.js';
import { LineError } from '../domain/breach/line-parser.js';
import { DEFAULT_GATES } from '../domain/breach/quality-gates.js';
import { ImportInProgress } from './breach-directory.js';
import { OrderError } from './breach-file-writer.js';
import { BreachListStore } from './breach-list-store.js';
import { sourceOf } from './hash-source.js';
import { GateClosed, importBreachList, type ImportReport } from './import-breach-list.js';

/** How a list is imported over the API. */
export interface ImportOrder {
  readonly algorithm: BreachAlgorithm;
  readonly isIncrement: boolean;
  readonly maxDrop: number;
  readonly canaries: boolean;
}

/** Imports lists that operators send. */
@Injectable()
export class BreachImports {
  constructor(
    private readonly store: BreachListStore,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Reads the list while it arrives; nothing is held but a range of it.
   *
   * @throws DomainError `breach-list-invalid`, `breach-list-refused`, `breach-import-running`
   */
  async take(body: Readable, order: ImportOrder, operator: Operator): Promise<ImportReport> {
    const { algorithm, isIncrement, maxDrop, canaries } = order;
    const report = await importBreachList(this.store.directory, {
      source: sourceOf(body),
      algorithm,
      isIncrement,
      gates: { ...DEFAULT_GATES, maxDrop, canaries },
      now: () => this.clock.now(),
    }).catch((error: unknown) => {
      throw refusalOf(error) ?? error;
    });
    await this.store.forget(algorithm);
    const { generation, entries } = report.manifest;
    const detail = { generation, entries, lines: report.lines, isIncrement, maxDrop, canaries };
    await this.auditLog.append({
      actor: operator,
      what: 'breach-list.imported',
      subject: algorithm,
      detail,
    });
    return report;
  }
}

function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof LineError || error instanceof OrderError)
    return new DomainError(
      'unprocessable',
      'breach-list-invalid',
      `The list can't be read, ${error.message}. The list in use stays.`,
    );
  if (error instanceof GateClosed)
    return new DomainError(
      'unprocessable',
      'breach-list-refused',
      `${error.message} The list in use stays.`,
    );
  if (error instanceof ImportInProgress)
    return new DomainError(
      'conflict',
      'breach-import-running',
      'Another import of this kind of list is under way. Wait until it is done.',
    );
  return undefined;
}
