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

const Me = z.object({ login: z.string() });
const Groups = z.array(z.object({ name: z.string() }));
const Shown = z.object({ id: z.coerce.string(), title: z.string(), state: z.string().optional() });
const Found = z.array(Shown);
const Articles = z.array(z.object({ subject: z.string().nullish() }));

const PRIORITY: Readonly<Record<Priority, string>> = {
  low: '1 low',
  normal: '2 normal',
  high: '3 high',
  urgent: '3 high',
};

/** Speaks Zammad's REST API 1; notes carry their ref as the article's subject. */
export class ZammadConnector implements HelpdeskConnector {
  readonly format = 'plain';
  private readonly client: HelpdeskClient;

  constructor(
    private readonly settings: {
      readonly url: string;
      readonly token: string;
      readonly group: string;
      readonly customer: string;
    },
  ) {
    this.client = new HelpdeskClient(`${settings.url.replace(/\/$/, '')}/api/v1`, {
      authorization: `Token token=${settings.token}`,
    });
  }

  async test(abort: AbortSignal): Promise<HelpdeskReport> {
    const me = Me.parse((await this.client.ask({ method: 'GET', path: 'users/me', abort })).body);
    const groups = await this.client.ask({ method: 'GET', path: 'groups', abort });
    if (!Groups.parse(groups.body).some(({ name }) => name === this.settings.group))
      throw new HelpdeskFault(
        'refused',
        `There is no group ${this.settings.group} that the token may see. Create it, or choose another one.`,
      );
    return {
      product: `Zammad, as ${me.login}`,
      caveats: ['Zammad indexes new tickets a little later; its search is asked besides the list.'],
    };
  }

  async findByKey(key: string, abort: AbortSignal): Promise<RemoteTicket | undefined> {
    const query = { query: `title:"${key}"`, expand: 'true', limit: '10' };
    const { body } = await this.client.ask({ method: 'GET', path: 'tickets/search', query, abort });
    const found = Found.parse(body).find(({ title }) => title.includes(key));
    return found && this.ticket(found.id);
  }

  async create(draft: TicketDraft, abort: AbortSignal): Promise<RemoteTicket> {
    const { body } = await this.client.ask({
      method: 'POST',
      path: 'tickets',
      json: {
        title: draft.title,
        group: draft.queue ?? this.settings.group,
        customer_id: `guess:${this.settings.customer}`,
        priority: PRIORITY[draft.priority],
        ...(draft.assignee === undefined ? {} : { owner: draft.assignee }),
        article: {
          subject: draft.key,
          body: draft.body,
          type: 'note',
          content_type: 'text/plain',
          internal: true,
        },
      },
      abort,
    });
    return this.ticket(Shown.parse(body).id);
  }

  async hasNote({ id }: RemoteTicket, ref: string, abort: AbortSignal): Promise<boolean> {
    const path = `ticket_articles/by_ticket/${id}`;
    const { body } = await this.client.ask({ method: 'GET', path, abort });
    return Articles.parse(body).some(({ subject }) => subject?.includes(ref) === true);
  }

  async comment({ id }: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    await this.client.ask({
      method: 'POST',
      path: 'ticket_articles',
      json: {
        ticket_id: Number(id),
        subject: note.ref,
        body: note.text,
        type: 'note',
        content_type: 'text/plain',
        internal: note.visibility === 'internal',
      },
      abort,
    });
  }

  async resolve(ticket: RemoteTicket, _note: TicketNote, abort: AbortSignal): Promise<void> {
    if ((await this.state(ticket, abort)) !== 'open') return;
    const path = `tickets/${ticket.id}`;
    await this.client.ask({ method: 'PUT', path, json: { state: 'closed' }, abort });
    if ((await this.state(ticket, abort)) === 'open')
      throw new HelpdeskFault('refused', 'Zammad left the ticket open.');
  }

  async state({ id }: RemoteTicket, abort: AbortSignal): Promise<TicketState> {
    const query = { expand: 'true' };
    const answer = await this.client.ask(
      { method: 'GET', path: `tickets/${id}`, query, abort },
      [404],
    );
    if (answer.status === 404) return 'missing';
    const { state } = Shown.parse(answer.body);
    return state === 'closed' || state === 'merged' ? 'resolved' : 'open';
  }

  async close(): Promise<void> {
    // Nothing is kept open.
  }

  private ticket(id: string): RemoteTicket {
    return { id, url: `${this.settings.url.replace(/\/$/, '')}/#ticket/zoom/${id}` };
  }
}
