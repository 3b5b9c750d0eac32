import { Injectable } from '@nestjs/common';
import { AccountNamesService } from '../../accounts/account-names.service.js';
import { AuditLogService } from '../../audit-log/audit-log.service.js';
import { DAY_MS, SECOND_MS } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { reportedCompromise } from '../../risk/domain/detectors/reported-compromise.js';
import { type OutsideSignal, OutsideSignals } from '../../risk/outside-signals.service.js';
import { type CompromiseReport, compromiseReport } from '../domain/compromise-report.js';
import { type SubjectName, subjectNames } from '../domain/event-subject.js';
import { ReceivedEventRepository, type ReceivedOutcome } from './received-event.repository.js';
import {
  MAX_AGE_DAYS,
  type SecurityEventClaims,
  SecurityEventTokens,
} from './security-event-tokens.service.js';
import type { Transmitter } from './transmitter.repository.js';
import { TransmittersService } from './transmitters.service.js';

/** Longer than a token may be old, so that none that is still good is forgotten. */
const KEPT_DAYS = 30;
/** How long before its token an event may have happened. */
const MAX_DELAY_MS = 30 * DAY_MS;

/** An event of a token with what it says of a compromise. */
interface Reported extends CompromiseReport {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Takes in what other systems tell by security event tokens (RFC 8935), and lets it count. */
@Injectable()
export class Reception {
  constructor(
    private readonly database: Database,
    private readonly transmitters: TransmittersService,
    private readonly tokens: SecurityEventTokens,
    private readonly received: ReceivedEventRepository,
    private readonly names: AccountNamesService,
    private readonly signals: OutsideSignals,
    private readonly auditLog: AuditLogService,
  ) {}

  /**
   * Takes a token in. One that was received before changes nothing.
   *
   * @throws TokenRefused
   * @throws DomainError `transmitter-not-found`, `transmitter-keys-unavailable`
   */
  async receive(transmitterId: string, token: string): Promise<void> {
    const transmitter = await this.transmitters.enabled(transmitterId);
    const claims = await this.tokens.verify(token, transmitter);
    const actions = await this.database.transaction((tx) => this.take(tx, transmitter, claims));
    await this.signals.dispatch(actions);
  }

  /** Drops what is known of tokens that are too old to be taken in again. */
  async dropOld(): Promise<void> {
    await this.received.dropOld(this.database.direct, Math.max(KEPT_DAYS, MAX_AGE_DAYS + 1));
  }

  private async take(tx: Transaction, transmitter: Transmitter, claims: SecurityEventClaims) {
    const report = strongestOf(claims);
    const accountIds = report ? await this.accountsOf(tx, transmitter, claims, report) : [];
    const [accountId] = accountIds;
    const outcome = outcomeOf(report, accountIds);
    const event = {
      id: newId(),
      jti: claims.jti,
      types: Object.keys(claims.events),
      account_id: outcome === 'signal' ? (accountId ?? null) : null,
      outcome,
      issued_at: new Date(claims.iat * SECOND_MS),
    };
    const isFirst = await this.received.add(tx, transmitter.id, event);
    if (!isFirst || !report || accountId === undefined || outcome !== 'signal') return [];

    const signal = signalOf(accountId, transmitter, claims, report);
    const at = new Date(happenedAt(claims, report));
    await this.auditLog.append(
      {
        actor: `transmitter ${transmitter.name}`,
        what: 'security-event.received',
        subject: accountId,
        detail: { jti: claims.jti, type: report.type, at: at.toISOString() },
      },
      tx,
    );
    return this.signals.raise(tx, { detector: reportedCompromise, id: event.id, at }, [signal]);
  }

  private async accountsOf(
    tx: Transaction,
    transmitter: Transmitter,
    claims: SecurityEventClaims,
    { payload }: Reported,
  ): Promise<string[]> {
    const subject = claims.sub_id ?? payload['subject'];
    const ids = new Set<string>();
    for (const name of subjectNames(subject, claims.iss)) {
      const id = await this.accountOf(tx, transmitter, name);
      if (id !== undefined) ids.add(id);
    }
    return [...ids];
  }

  private accountOf(
    tx: Transaction,
    { issuer, subjectIssuers, subjectIs }: Transmitter,
    name: SubjectName,
  ): Promise<string | undefined> {
    if (name.kind === 'login') return this.names.known(tx, name.login);
    if (name.issuer !== issuer && !subjectIssuers.includes(name.issuer))
      return Promise.resolve(undefined);
    return subjectIs === 'login'
      ? this.names.known(tx, name.subject)
      : this.names.knownByRef(tx, name.subject);
  }
}

/** Of several events in one token, which are aspects of one fact, the one that says the most. */
function strongestOf({ events }: SecurityEventClaims): Reported | undefined {
  const reports = Object.entries(events).flatMap(([type, payload]) => {
    const report = compromiseReport(type, payload);
    return report ? [{ ...report, type, payload }] : [];
  });
  return reports.toSorted((a, b) => b.confidence - a.confidence)[0];
}

function outcomeOf(report: unknown, accountIds: readonly string[]): ReceivedOutcome {
  if (!report) return 'no-compromise';
  if (accountIds.length === 0) return 'unknown-subject';
  return accountIds.length === 1 ? 'signal' : 'ambiguous-subject';
}

/** When it happened, as the event or the token says, where that can be; else when the token was made. */
function happenedAt({ iat, toe }: SecurityEventClaims, { payload }: Reported): number {
  const issued = iat * SECOND_MS;
  const said = payload['event_timestamp'] ?? toe;
  const at = typeof said === 'number' ? said * SECOND_MS : issued;
  return at <= issued && at >= issued - MAX_DELAY_MS ? at : issued;
}

function signalOf(
  accountId: string,
  { name, issuer }: Transmitter,
  { jti }: SecurityEventClaims,
  { type, what, detail, confidence }: Reported,
): OutsideSignal {
  return {
    accountId,
    confidence,
    summary: `${name} reported ${what}${detail === undefined ? '' : ` (${detail})`}.`,
    evidence: {
      issuer,
      event: type,
      jti,
      ...(detail === undefined ? {} : { detail }),
    },
  };
}
