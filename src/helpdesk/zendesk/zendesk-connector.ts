import { z } from 'zod';
import {
  type HelpdeskConnector,
  HelpdeskFault,
  type HelpdeskReport,
  type Priority,
  type RemoteTicket,
  type TicketDraft,
  type TicketNote,
  type TicketState,
} from '../domain/connector.js';
import { HelpdeskClient } from '../helpdesk-client.js';

const Ticket = z.object({ id: z.coerce.string(), status: z.string() });
const One = z.object({ ticket: Ticket });
const Many = z.object({ tickets: z.array(Ticket) });
const Me = z.object({ user: z.object({ name: z.string(), role: z.string() }) });
const Comments = z.object({
  comments: z.array(z.object({ body: z.string() })),
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).optional(),
});

const PRIORITY: Readonly<Record<Priority, string>> = {
  low: 'low',
  normal: 'normal',
  high: 'high',
  urgent: 'urgent',
};
const COMMENT_PAGES = 50;

/**
 * Speaks Zendesk's API 2. It is the one helpdesk that takes an `Idempotency-Key`, so a repeated
 * creation answers the first ticket even before its search knows it.
 */
export class ZendeskConnector implements HelpdeskConnector {
  readonly format = 'plain';
  private readonly client: HelpdeskClient;

  constructor(
    private readonly settings: {
      readonly url: string;
      readonly user: string;
      readonly token: string;
      readonly groupId?: number | undefined;
    },
  ) {
    const { url, user, token } = settings;
    const credential = Buffer.from(`${user}/token:${token}`).toString('base64');
    this.client = new HelpdeskClient(`${url.replace(/\/$/, '')}/api/v2`, {
      authorization: `Basic ${credential}`,
    });
  }

  async test(abort: AbortSignal): Promise<HelpdeskReport> {
    const { body } = await this.client.ask({ method: 'GET', path: 'users/me.json', abort });
    const { name, role } = Me.parse(body).user;
    // A wrong credential is answered as an anonymous end user, with 200.
    if (role === 'end-user')
      throw new HelpdeskFault('credential', 'Zendesk takes the credential for no agent’s.');
    return { product: `Zendesk, as ${name}`, caveats: [] };
  }

  async findByKey(key: string, abort: AbortSignal): Promise<RemoteTicket | undefined> {
    const query = { external_id: key };
    const { body } = await this.client.ask({ method: 'GET', path: 'tickets.json', query, abort });
    const [found] = Many.parse(body).tickets;
    return found && this.ticket(found.id);
  }

  async create(draft: TicketDraft, abort: AbortSignal): Promise<RemoteTicket> {
    const { groupId } = this.settings;
    const group = draft.queue === undefined ? groupId : Number(draft.queue);
    const { body } = await this.client.ask({
      method: 'POST',
      path: 'tickets.json',
      headers: { 'idempotency-key': draft.key },
      json: {
        ticket: {
          subject: draft.title,
          comment: { body: draft.body, public: false },
          external_id: draft.key,
          priority: PRIORITY[draft.priority],
          ...(group === undefined ? {} : { group_id: group }),
          ...(draft.assignee === undefined ? {} : { assignee_email: draft.assignee }),
        },
      },
      abort,
    });
    return this.ticket(One.parse(body).ticket.id);
  }

  async hasNote({ id }: RemoteTicket, ref: string, abort: AbortSignal): Promise<boolean> {
    let cursor: string | undefined;
    for (let page = 0; page < COMMENT_PAGES; page += 1) {
      const { body } = await this.client.ask({
        method: 'GET',
        path: `tickets/${id}/comments.json`,
        query: { 'page[size]': '100', ...(cursor === undefined ? {} : { 'page[after]': cursor }) },
        abort,
      });
      const { comments, meta } = Comments.parse(body);
      if (comments.some((comment) => comment.body.includes(ref))) return true;
      cursor = meta?.after_cursor ?? undefined;
      if (meta?.has_more !== true || cursor === undefined) return false;
    }
    return false;
  }

  async comment({ id }: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    const comment = { body: note.text, public: note.visibility === 'public' };
    await this.put(id, { comment }, abort);
  }

  async resolve(ticket: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    if ((await this.state(ticket, abort)) !== 'open') return;
    const comment = { body: note.text, public: false };
    await this.put(ticket.id, { status: 'solved', comment }, abort);
    if ((await this.state(ticket, abort)) === 'open')
      throw new HelpdeskFault('refused', 'Zendesk left the ticket open.');
  }

  async state({ id }: RemoteTicket, abort: AbortSignal): Promise<TicketState> {
    const path = `tickets/${id}.json`;
    const answer = await this.client.ask({ method: 'GET', path, abort }, [404]);
    if (answer.status === 404) return 'missing';
    const { status } = One.parse(answer.body).ticket;
    return status === 'solved' || status === 'closed' ? 'resolved' : 'open';
  }

  async close(): Promise<void> {
    // Nothing is kept open.
  }

  private async put(id: string, ticket: object, abort: AbortSignal): Promise<void> {
    await this.client.ask({ method: 'PUT', path: `tickets/${id}.json`, json: { ticket }, abort });
  }

  private ticket(id: string): RemoteTicket {
    return { id, url: `${this.settings.url.replace(/\/$/, '')}/agent/tickets/${id}` };
  }
}
