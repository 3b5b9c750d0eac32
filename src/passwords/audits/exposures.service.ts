import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { passwordFinding } from '../../risk/domain/detectors/password-finding.js';
import { type OutsideSignal, OutsideSignals } from '../../risk/outside-signals.service.js';
import type { PasswordAudit } from '../domain/audit/audit.js';
import { FINDING_KINDS, findingKind } from '../domain/findings/catalogue.js';
import { AuditResultRepository } from './audit-result.repository.js';

/** Accounts that are scored in one transaction: events wait meanwhile. */
const AT_ONCE = 500;
const EXPOSURES = FINDING_KINDS.filter(({ isExposure }) => isExposure === true).map(({ id }) => id);
const CONFIDENCES: Readonly<Record<string, number>> = { critical: 1, high: 0.8 };
const LEAST_CONFIDENCE = 0.5;

/** Lets passwords that others may know raise the risk of their accounts. */
@Injectable()
export class Exposures {
  constructor(
    private readonly database: Database,
    private readonly results: AuditResultRepository,
    private readonly signals: OutsideSignals,
  ) {}

  /** A repeat finds its own signals and changes nothing. */
  async raise(audit: PasswordAudit): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const exposed = await this.results.exposed(
        this.database.direct,
        audit.id,
        EXPOSURES,
        after,
        AT_ONCE,
      );
      if (exposed.length === 0) return;
      const actions = await this.database.transaction((tx) =>
        this.signals.raise(
          tx,
          { detector: passwordFinding, id: audit.id, at: audit.requestedAt },
          exposed.map((account) => signalOf(audit.id, account)),
        ),
      );
      await this.signals.dispatch(actions);
      after = exposed.at(-1)?.accountId;
    }
  }
}

function signalOf(
  auditId: string,
  {
    accountId,
    findings: ids,
  }: { readonly accountId: string; readonly findings: readonly string[] },
): OutsideSignal {
  const findings = ids.join(', ');
  const confidences = ids.map(
    (id) => CONFIDENCES[findingKind(id)?.severity ?? ''] ?? LEAST_CONFIDENCE,
  );
  return {
    accountId,
    confidence: Math.max(...confidences),
    summary: `A password audit found: ${findings}.`,
    evidence: { auditId, findings },
  };
}
