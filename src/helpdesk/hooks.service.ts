import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { helpdeskKindNamed } from './connectors.js';
import type { Helpdesk } from './domain/helpdesk.js';
import type { Hook } from './domain/hook.js';
import type { SignedMessage } from './domain/hook-signature.js';
import { HelpdesksService } from './helpdesks.service.js';
import { HookRepository } from './hook.repository.js';
import { InboundSecrets } from './inbound-secrets.service.js';
import { InboundService } from './inbound.service.js';
import { TicketPoller } from './ticket-poller.service.js';
import { TicketRepository } from './ticket.repository.js';

/** Longer than any scheme's time may be off; messages without a time are recognised for as long. */
const KEPT_DAYS = 30;
/** How long a helpdesk waits at most until it is answered that its message was taken. */
const PATIENCE_MS = 2_000;

/**
 * Takes the signed messages of helpdesks. A message is a hint: the helpdesk is asked, with our own
 * credential, what has become of the ticket, unless it is one that can't be asked.
 */
@Injectable()
export class Hooks implements OnApplicationShutdown {
  private readonly logger = new Logger(Hooks.name);
  private readonly under = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly helpdesks: HelpdesksService,
    private readonly secrets: InboundSecrets,
    private readonly messages: HookRepository,
    private readonly tickets: TicketRepository,
    private readonly poller: TicketPoller,
    private readonly inbound: InboundService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Checks a message and follows it. One that came before, and one about no ticket of ours, changes
   * nothing.
   *
   * @param payload what its body says
   * @throws DomainError `helpdesk-not-found`, `hook-not-signed`, `secrets-key-wrong`
   */
  async receive(
    helpdeskId: string,
    message: SignedMessage,
    payload: unknown,
    abort: AbortSignal,
  ): Promise<void> {
    const helpdesk = await this.helpdesks.find(helpdeskId);
    const { hook } = helpdeskKindNamed(helpdesk.kind);
    if (!hook || !helpdesk.enabled) throw notSigned('nothing is taken from this helpdesk');
    const verdict = hook.signature.verify(
      message,
      await this.secrets.good(helpdeskId),
      this.clock.now(),
    );
    if (!verdict.good) throw notSigned(verdict.because);

    const { direct } = this.database;
    const digest = hash('sha256', verdict.messageId, 'buffer');
    if (!(await this.messages.noteMessage(direct, helpdeskId, digest))) return;
    const following = this.follow(helpdesk, hook, payload, abort).catch(async (cause: unknown) => {
      await this.messages.forgetMessage(direct, helpdeskId, digest);
      throw cause;
    });
    await this.afterAWhile(following);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.under);
  }

  /** Drops what is known of messages that are too old to be taken again. */
  async dropOld(): Promise<void> {
    await this.messages.dropOld(this.database.direct, KEPT_DAYS);
  }

  /** A helpdesk that is slow, or answers nothing while it waits for us, gets its answer all the same. */
  private async afterAWhile(following: Promise<void>): Promise<void> {
    this.under.add(following);
    const ended = following.finally(() => this.under.delete(following));
    ended.catch((cause: unknown) => this.logger.warn(`a hook was not followed: ${String(cause)}`));
    const patience = new AbortController();
    await Promise.race([ended, delay(PATIENCE_MS, undefined, { signal: patience.signal })]).finally(
      () => patience.abort(),
    );
  }

  private async follow(
    helpdesk: Helpdesk,
    hook: Hook,
    payload: unknown,
    abort: AbortSignal,
  ): Promise<void> {
    const name = hook.ticketIn(payload);
    const ticket = name && (await this.tickets.named(this.database.direct, helpdesk.id, name));
    if (!ticket) return;
    if (!hook.stateIn) return this.poller.pollOne(helpdesk.id, ticket.key, abort);
    const state = hook.stateIn(payload);
    if (state) await this.inbound.ended(helpdesk, ticket, state);
  }
}

function notSigned(because: string): DomainError {
  return new DomainError(
    'unauthenticated',
    'hook-not-signed',
    `The message is not signed as it must be: ${because}.`,
  );
}
