import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { toEntry } from './audit-log.repository.js';
import type { AuditEntry } from './domain/audit-entry.js';

/** Which entries are asked for; `from` included, `to` not. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly what?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Only entries before this one. */
  readonly before?: number | undefined;
}

/** Lists audit entries, newest first. */
@Injectable()
export class AuditLogReadModel {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async list(filter: AuditFilter, limit: number): Promise<readonly AuditEntry[]> {
    const query = this.dataSource
      .getRepository(AuditEntryEntity)
      .createQueryBuilder('entry')
      .orderBy('entry.sequence', 'DESC')
      .limit(limit);
    for (const [condition, value] of [
      ['entry.actor = :actor', filter.actor],
      ['entry.what = :what', filter.what],
      ['entry.subject = :subject', filter.subject],
      ['entry.at >= :from', filter.from],
      ['entry.at < :to', filter.to],
      ['entry.sequence < :before', filter.before],
    ] as const) {
      if (value !== undefined) query.andWhere(condition);
    }
    return (await query.setParameters({ ...filter }).getMany()).map(toEntry);
  }
}
