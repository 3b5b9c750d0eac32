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

const Created = z.object({ id: z.coerce.string() });
const Found = z.object({
  items: z.array(z.object({ id: z.coerce.string(), Subject: z.string() })),
});
const Shown = z.object({ Status: z.string() });
const Version = z.object({ Version: z.string() });
const History = z.object({
  pages: z.coerce.number().optional(),
  items: z.array(z.object({ Data: z.string().nullish() })),
});

/** RT's priorities are numbers; these are the steps of its own `PriorityAsString`. */
const PRIORITY: Readonly<Record<Priority, number>> = { low: 0, normal: 50, high: 75, urgent: 100 };
const ENDED: Readonly<Record<string, TicketState>> = {
  resolved: 'resolved',
  rejected: 'rejected',
  deleted: 'missing',
};
/** Pages of a ticket's history that are searched for a note, a hundred entries each. */
const HISTORY_PAGES = 20;

/** Speaks REST2 of Request Tracker 5 (`RT::REST2`). */
export class RequestTrackerConnector implements HelpdeskConnector {
  readonly format = 'plain';
  private readonly client: HelpdeskClient;

  constructor(
    private readonly settings: {
      readonly url: string;
      readonly token: string;
      readonly queue: string;
    },
  ) {
    this.client = new HelpdeskClient(`${settings.url.replace(/\/$/, '')}/REST/2.0`, {
      authorization: `token ${settings.token}`,
    });
  }

  async test(abort: AbortSignal): Promise<HelpdeskReport> {
    const version = await this.client.ask({ method: 'GET', path: 'rt', abort });
    const path = `queue/${encodeURIComponent(this.settings.queue)}`;
    const queue = await this.client.ask({ method: 'GET', path, abort }, [403, 404]);
    if (queue.status !== 200)
      throw new HelpdeskFault(
        'refused',
        `There is no queue ${this.settings.queue} that the token may see. Create it, or choose another queue.`,
      );
    return { product: `Request Tracker ${Version.parse(version.body).Version}`, caveats: [] };
  }

  async findByKey(key: string, abort: AbortSignal): Promise<RemoteTicket | undefined> {
    const { body } = await this.client.ask({
      method: 'GET',
      path: 'tickets',
      query: { query: `Subject LIKE '${key}'`, fields: 'Subject', orderby: 'id', order: 'ASC' },
      abort,
    });
    // RT compares without case and by parts, so look again.
    const found = Found.parse(body).items.find(({ Subject }) => Subject.includes(key));
    return found && this.ticket(found.id);
  }

  async create(draft: TicketDraft, abort: AbortSignal): Promise<RemoteTicket> {
    const { body } = await this.client.ask({
      method: 'POST',
      path: 'ticket',
      json: {
        Queue: draft.queue ?? this.settings.queue,
        Subject: draft.title,
        Content: draft.body,
        ContentType: 'text/plain',
        Priority: PRIORITY[draft.priority],
        ...(draft.assignee === undefined ? {} : { Owner: draft.assignee }),
      },
      abort,
    });
    return this.ticket(Created.parse(body).id);
  }

  /** The subject of a comment is what RT keeps as the entry's data, and can be asked for. */
  async hasNote({ id }: RemoteTicket, ref: string, abort: AbortSignal): Promise<boolean> {
    for (let page = 1; page <= HISTORY_PAGES; page += 1) {
      const { body } = await this.client.ask({
        method: 'GET',
        path: `ticket/${id}/history`,
        query: {
          fields: 'Data',
          per_page: '100',
          page: String(page),
          orderby: 'id',
          order: 'DESC',
        },
        abort,
      });
      const { items, pages } = History.parse(body);
      if (items.some(({ Data }) => Data?.includes(ref) === true)) return true;
      if (page >= (pages ?? 1)) return false;
    }
    return false;
  }

  async comment({ id }: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    // A comment is for RT's staff; correspondence goes to the requestor by mail.
    const verb = note.visibility === 'internal' ? 'comment' : 'correspond';
    await this.client.ask({
      method: 'POST',
      path: `ticket/${id}/${verb}`,
      json: { Subject: note.ref, Content: note.text, ContentType: 'text/plain' },
      abort,
    });
  }

  async resolve(ticket: RemoteTicket, _note: TicketNote, abort: AbortSignal): Promise<void> {
    const state = await this.state(ticket, abort);
    if (state !== 'open') return;
    const path = `ticket/${ticket.id}`;
    const { body } = await this.client.ask({
      method: 'PUT',
      path,
      json: { Status: 'resolved' },
      abort,
    });
    // RT answers 200 whether it could or not, so what it says is read, and the state asked for again.
    if ((await this.state(ticket, abort)) === 'open')
      throw new HelpdeskFault('refused', `RT left the ticket open: ${JSON.stringify(body)}`);
  }

  async state({ id }: RemoteTicket, abort: AbortSignal): Promise<TicketState> {
    const answer = await this.client.ask({ method: 'GET', path: `ticket/${id}`, abort }, [404]);
    if (answer.status === 404) return 'missing';
    return ENDED[Shown.parse(answer.body).Status] ?? 'open';
  }

  async close(): Promise<void> {
    // Nothing is kept open.
  }

  private ticket(id: string): RemoteTicket {
    const base = this.settings.url.replace(/\/$/, '');
    return { id, url: `${base}/Ticket/Display.html?id=${id}` };
  }
}
