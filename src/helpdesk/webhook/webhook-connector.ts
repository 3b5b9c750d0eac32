import { z } from 'zod';
import { guardedPost } from '../../platform/outbound/guarded-request.js';
import type { OutboundGuard } from '../../platform/outbound/outbound-guard.js';
import { signatureHeaders } from '../../platform/outbound/standard-webhook.js';
import {
  type HelpdeskConnector,
  HelpdeskFault,
  type HelpdeskReport,
  type RemoteTicket,
  type TicketDraft,
  type TicketNote,
} from '../domain/connector.js';

const Answer = z.object({
  id: z.string().min(1).max(200).optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
});

/** A receiver can't be asked for anything: it drops repeats by `webhook-id`, which is deterministic. */
export class WebhookConnector implements HelpdeskConnector {
  readonly format = 'plain';

  constructor(
    private readonly settings: {
      readonly url: string;
      readonly secret: string;
      readonly formerSecret?: string | undefined;
    },
    private readonly guard: OutboundGuard,
  ) {}

  async test(abort: AbortSignal): Promise<HelpdeskReport> {
    await this.post(`AWT-${Date.now()}`, 'ticket.test', {}, abort);
    return {
      product: 'Standard Webhooks receiver',
      caveats: [
        'A receiver can’t be asked for a ticket: it has to drop repeats by their webhook-id.',
        'What is closed in the helpdesk is learnt by inbound webhooks alone.',
      ],
    };
  }

  async findByKey(): Promise<undefined> {
    return undefined;
  }

  async create(draft: TicketDraft, abort: AbortSignal): Promise<RemoteTicket> {
    const text = await this.post(draft.key, 'ticket.created', { ...draft }, abort);
    const { id = draft.key, url } = answerIn(text);
    return { id, url };
  }

  async hasNote(): Promise<undefined> {
    return undefined;
  }

  async comment({ id }: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    await this.post(note.ref, 'ticket.commented', { ticket: id, ...note }, abort);
  }

  async resolve({ id }: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    await this.post(note.ref, 'ticket.resolved', { ticket: id, ...note }, abort);
  }

  async state(): Promise<undefined> {
    return undefined;
  }

  async close(): Promise<void> {
    // The guard's connections are everybody's.
  }

  private async post(id: string, type: string, data: object, abort: AbortSignal): Promise<string> {
    const { url, secret, formerSecret } = this.settings;
    const at = new Date();
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
    const secrets = formerSecret === undefined ? [secret] : [secret, formerSecret];
    const headers = signatureHeaders(id, at, body, secrets);
    const result = await guardedPost(this.guard, { url, body, headers, abort });
    if (result.kind === 'refused') throw new HelpdeskFault('refused', result.reason);
    if (result.kind === 'unreachable')
      throw new HelpdeskFault('unavailable', `The receiver can't be reached: ${result.reason}`);
    const { status, text } = result;
    if (status >= 200 && status < 300) return text;
    const kind = status === 401 || status === 403 ? 'credential' : 'unavailable';
    throw new HelpdeskFault(kind, `The receiver answered ${status}.`);
  }
}

function answerIn(text: string): z.output<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
