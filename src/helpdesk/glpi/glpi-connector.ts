import { z } from 'zod';
import type { JsonAnswer, JsonRequest } from '../../platform/outbound/json-client.js';
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

const Session = z.object({ session_token: z.string() });
const Config = z.object({ cfg_glpi: z.object({ version: z.string().optional() }) });
const Created = z.object({ id: z.coerce.string() });
const Shown = z.object({ status: z.coerce.number(), is_deleted: z.coerce.number().optional() });
const Followups = z.array(z.object({ content: z.string() }));
/** Rows by the ids of search options: 2 is a ticket's id, 1 its name. */
const Found = z.object({ data: z.array(z.record(z.string(), z.unknown())).optional() });

/** GLPI's urgencies and impacts: 1 very low to 5 very high. */
const URGENCY: Readonly<Record<Priority, number>> = { low: 2, normal: 3, high: 4, urgent: 5 };
const SOLVED = 5;
const CLOSED = 6;

/** GLPI answers `["ERROR_CODE", "words"]`. */
function glpiWords(body: unknown): string | undefined {
  const parsed = z.array(z.string()).safeParse(body);
  return parsed.success ? parsed.data.join(' ') : undefined;
}

/** Speaks GLPI's `apirest.php`. A session is opened at the first call and closed with the connector. */
export class GlpiConnector implements HelpdeskConnector {
  readonly format = 'html';
  private readonly client: HelpdeskClient;
  private session: string | undefined;

  constructor(
    private readonly settings: {
      readonly url: string;
      readonly appToken?: string | undefined;
      readonly userToken: string;
      readonly entity?: number | undefined;
      readonly category?: number | undefined;
    },
  ) {
    const { url, appToken } = settings;
    const headers: Record<string, string> = appToken === undefined ? {} : { 'app-token': appToken };
    this.client = new HelpdeskClient(`${url.replace(/\/$/, '')}/apirest.php`, headers, glpiWords);
  }

  async test(abort: AbortSignal): Promise<HelpdeskReport> {
    const { body } = await this.ask({ method: 'GET', path: 'getGlpiConfig', abort });
    const { version } = Config.parse(body).cfg_glpi;
    return { product: `GLPI ${version ?? ''}`.trim(), caveats: [] };
  }

  async findByKey(key: string, abort: AbortSignal): Promise<RemoteTicket | undefined> {
    const { body } = await this.ask({
      method: 'GET',
      path: 'search/Ticket',
      query: {
        'criteria[0][field]': '1',
        'criteria[0][searchtype]': 'contains',
        'criteria[0][value]': key,
        'forcedisplay[0]': '2',
        'forcedisplay[1]': '1',
        range: '0-9',
      },
      abort,
    });
    const row = Found.parse(body).data?.find((each) => String(each['1']).includes(key));
    return row && this.ticket(String(row['2']));
  }

  async create(draft: TicketDraft, abort: AbortSignal): Promise<RemoteTicket> {
    const { entity, category } = this.settings;
    const { body } = await this.ask({
      method: 'POST',
      path: 'Ticket',
      json: {
        input: {
          name: draft.title,
          content: draft.body,
          externalid: draft.key,
          urgency: URGENCY[draft.priority],
          impact: URGENCY[draft.priority],
          ...(entity === undefined ? {} : { entities_id: entity }),
          ...(category === undefined ? {} : { itilcategories_id: category }),
          ...(draft.assignee === undefined ? {} : { _users_id_assign: Number(draft.assignee) }),
        },
      },
      abort,
    });
    return this.ticket(Created.parse(body).id);
  }

  async hasNote({ id }: RemoteTicket, ref: string, abort: AbortSignal): Promise<boolean> {
    const path = `Ticket/${id}/ITILFollowup`;
    const { body } = await this.ask({ method: 'GET', path, query: { range: '0-999' }, abort });
    return Followups.parse(body).some(({ content }) => content.includes(ref));
  }

  async comment({ id }: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    const input = {
      itemtype: 'Ticket',
      items_id: Number(id),
      content: withRef(note),
      is_private: note.visibility === 'internal' ? 1 : 0,
    };
    await this.ask({ method: 'POST', path: 'ITILFollowup', json: { input }, abort });
  }

  /** A solution is what brings a ticket to "solved"; it stays there for whoever asked to accept it. */
  async resolve(ticket: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    if ((await this.state(ticket, abort)) !== 'open') return;
    const input = { itemtype: 'Ticket', items_id: Number(ticket.id), content: withRef(note) };
    await this.ask({ method: 'POST', path: 'ITILSolution', json: { input }, abort });
    if ((await this.state(ticket, abort)) === 'open')
      throw new HelpdeskFault('refused', 'GLPI left the ticket open.');
  }

  async state({ id }: RemoteTicket, abort: AbortSignal): Promise<TicketState> {
    const answer = await this.ask({ method: 'GET', path: `Ticket/${id}`, abort }, [404]);
    if (answer.status === 404) return 'missing';
    const { status, is_deleted: deleted } = Shown.parse(answer.body);
    if (deleted === 1) return 'missing';
    return status === SOLVED || status === CLOSED ? 'resolved' : 'open';
  }

  async close(): Promise<void> {
    if (this.session === undefined) return;
    const headers = { 'session-token': this.session };
    this.session = undefined;
    const abort = AbortSignal.timeout(5_000);
    // A session that can't be closed ends by itself.
    await this.client
      .ask({ method: 'GET', path: 'killSession', headers, abort })
      .catch(() => undefined);
  }

  private async ask(request: JsonRequest, fine: readonly number[] = []): Promise<JsonAnswer> {
    this.session ??= await this.open(request.abort);
    const headers = { ...request.headers, 'session-token': this.session };
    return this.client.ask({ ...request, headers }, fine);
  }

  private async open(abort: AbortSignal): Promise<string> {
    const headers = { authorization: `user_token ${this.settings.userToken}` };
    const { body } = await this.client.ask({ method: 'GET', path: 'initSession', headers, abort });
    return Session.parse(body).session_token;
  }

  private ticket(id: string): RemoteTicket {
    const base = this.settings.url.replace(/\/$/, '');
    return { id, url: `${base}/front/ticket.form.php?id=${id}` };
  }
}

/** Texts of the templates end with their ref; others get it here. */
function withRef({ text, ref }: TicketNote): string {
  return text.includes(ref) ? text : `${text}<br>\n${ref}`;
}
