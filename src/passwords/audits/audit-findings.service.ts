import { Injectable } from '@nestjs/common';
import {
  type AuditFinding,
  AuditFindingReadModel,
  type FindingChange,
  type FindingFilter,
  type FindingPosition,
} from './audit-finding.read-model.js';
import { PasswordAuditsService } from './password-audits.service.js';

/** What two audits differ in. */
export interface AuditDiff {
  readonly counts: readonly {
    readonly change: string;
    readonly finding: string;
    readonly count: number;
  }[];
  readonly changes: readonly FindingChange[];
}

/** Lists and compares what audits have found. */
@Injectable()
export class AuditFindingsService {
  constructor(
    private readonly audits: PasswordAuditsService,
    private readonly findings: AuditFindingReadModel,
  ) {}

  /** @throws DomainError `password-audit-not-found` */
  async list(
    auditId: string,
    filter: FindingFilter,
    after: FindingPosition | undefined,
    limit: number,
  ): Promise<readonly AuditFinding[]> {
    await this.audits.find(auditId);
    return this.findings.list(auditId, filter, after, limit);
  }

  /** @throws DomainError `password-audit-not-found` when either isn't there */
  async diff(
    fromId: string,
    toId: string,
    after: { readonly login: string; readonly finding: string } | undefined,
    limit: number,
  ): Promise<AuditDiff> {
    await Promise.all([fromId, toId].map((id) => this.audits.find(id)));
    return {
      counts: await this.findings.changeCounts(fromId, toId),
      changes: await this.findings.changes(fromId, toId, after, limit),
    };
  }
}
