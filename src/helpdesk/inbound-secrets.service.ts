import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLogService } from '../audit-log/audit-log.service.js';
import type { Operator } from '../auth/operator.js';
import { CLOCK, type Clock, HOUR_MS } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { helpdeskKindNamed } from './connectors.js';
import type { Hook } from './domain/hook.js';
import { HelpdesksService } from './helpdesks.service.js';
import { HookRepository } from './hook.repository.js';

const SECRET_BYTES = 32;

/** How the messages of a helpdesk are checked. */
export interface InboundSigning {
  /** How they are signed, in words. */
  readonly scheme: string;
  readonly isSet: boolean;
  /** Until when the former secret is good, too. */
  readonly formerUntil: Date | undefined;
}

/** The secrets by which helpdesks sign what they send us. */
@Injectable()
export class InboundSecrets {
  constructor(
    private readonly database: Database,
    private readonly helpdesks: HelpdesksService,
    private readonly repository: HookRepository,
    private readonly box: SecretBox,
    private readonly auditLog: AuditLogService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `helpdesk-not-found`, `helpdesk-without-hooks` */
  async signing(helpdeskId: string): Promise<InboundSigning> {
    const { signature } = await this.hookOf(helpdeskId);
    const stored = await this.repository.secret(this.database.direct, helpdeskId);
    const formerUntil = stored?.formerUntil;
    return {
      scheme: signature.name,
      isSet: stored !== undefined,
      formerUntil: formerUntil && formerUntil > this.clock.now() ? formerUntil : undefined,
    };
  }

  /**
   * Sets the secret; the one before stays good for a while, so that nothing is lost while the
   * helpdesk is told.
   *
   * @param given undefined: one is made
   * @param formerHours how long the one before is good
   * @returns the secret
   * @throws DomainError `helpdesk-not-found`, `helpdesk-without-hooks`, `invalid-request`, `secrets-key-missing`
   */
  async set(
    helpdeskId: string,
    given: string | undefined,
    formerHours: number,
    operator: Operator,
  ): Promise<string> {
    const { signature } = await this.hookOf(helpdeskId);
    const made = randomBytes(SECRET_BYTES).toString('base64');
    const secret = given ?? (signature.objection(made) === undefined ? made : `whsec_${made}`);
    const objection = signature.objection(secret);
    if (objection !== undefined) throw unfit(objection);
    await this.database.transaction(async (tx) => {
      const before = await this.repository.secret(tx, helpdeskId);
      const keepsFormer = before !== undefined && formerHours > 0;
      await this.repository.saveSecret(tx, helpdeskId, {
        sealed: this.box.seal(secret, contextOf(helpdeskId)),
        sealedFormer: keepsFormer ? before.sealed : undefined,
        formerUntil: keepsFormer
          ? new Date(this.clock.now().getTime() + formerHours * HOUR_MS)
          : undefined,
      });
      await this.record(tx, operator, 'helpdesk.inbound-secret-set', helpdeskId, { formerHours });
    });
    return secret;
  }

  /** From then on no message of it is taken. @throws DomainError `helpdesk-not-found` */
  async remove(helpdeskId: string, operator: Operator): Promise<void> {
    await this.helpdesks.find(helpdeskId);
    await this.database.transaction(async (tx) => {
      await this.repository.removeSecret(tx, helpdeskId);
      await this.record(tx, operator, 'helpdesk.inbound-secret-removed', helpdeskId, {});
    });
  }

  /** Those that are good now; none when none is set. @throws DomainError `secrets-key-wrong` */
  async good(helpdeskId: string): Promise<string[]> {
    const stored = await this.repository.secret(this.database.direct, helpdeskId);
    if (!stored) return [];
    const { sealed, sealedFormer, formerUntil } = stored;
    const isFormerGood = formerUntil !== undefined && formerUntil > this.clock.now();
    return [sealed, ...(sealedFormer && isFormerGood ? [sealedFormer] : [])].map((each) =>
      this.box.open(each, contextOf(helpdeskId)),
    );
  }

  private async hookOf(helpdeskId: string): Promise<Hook> {
    const { kind } = await this.helpdesks.find(helpdeskId);
    const { hook } = helpdeskKindNamed(kind);
    if (hook) return hook;
    throw new DomainError(
      'conflict',
      'helpdesk-without-hooks',
      `A helpdesk of the kind ${kind} sends no messages that could be checked.`,
    );
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

function contextOf(id: string): string {
  return `inbound secret of helpdesk ${id}`;
}

function unfit(message: string): DomainError {
  return new DomainError('invalid', 'invalid-request', 'The secret is not one of this scheme.', {
    errors: [{ path: 'secret', message }],
  });
}
