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

const Incident = z.object({ sys_id: z.string(), number: z.string(), state: z.string() });
const One = z.object({ result: Incident });
const Many = z.object({ result: z.array(Incident) });
const Journal = z.object({ result: z.array(z.object({ value: z.string() })) });
const Fault = z.object({ error: z.object({ message: z.string() }) });

/** Impact and urgency, of which ServiceNow makes the priority. */
const URGENCY: Readonly<Record<Priority, string>> = {
  low: '3',
  normal: '2',
  high: '1',
  urgent: '1',
};
const ENDED: Readonly<Record<string, TicketState>> = {
  '6': 'resolved',
  '7': 'resolved',
  '8': 'rejected',
};

function servicenowWords(body: unknown): string | undefined {
  const parsed = Fault.safeParse(body);
  return parsed.success ? parsed.data.error.message : undefined;
}

/** Speaks the Table API of incidents. The key is the `correlation_id`, which is what it is for. */
export class ServicenowConnector implements HelpdeskConnector {
  readonly format = 'plain';
  private readonly client: HelpdeskClient;

  constructor(
    private readonly settings: {
      readonly url: string;
      readonly user: string;
      readonly password: string;
      readonly assignmentGroup?: string | undefined;
      readonly closeCode: string;
    },
  ) {
    const { url, user, password } = settings;
    const credential = Buffer.from(`${user}:${password}`).toString('base64');
    this.client = new HelpdeskClient(
      `${url.replace(/\/$/, '')}/api/now`,
      { authorization: `Basic ${credential}` },
      servicenowWords,
    );
  }

  async test(abort: AbortSignal): Promise<HelpdeskReport> {
    await this.client.ask({
      method: 'GET',
      path: 'table/incident',
      query: { sysparm_limit: '1', sysparm_fields: 'sys_id,number,state' },
      abort,
    });
    return { product: 'ServiceNow, incidents', caveats: [] };
  }

  async findByKey(key: string, abort: AbortSignal): Promise<RemoteTicket | undefined> {
    const { body } = await this.client.ask({
      method: 'GET',
      path: 'table/incident',
      query: {
        sysparm_query: `correlation_id=${key}^ORDERBYsys_created_on`,
        sysparm_fields: 'sys_id,number,state',
        sysparm_limit: '1',
      },
      abort,
    });
    const [found] = Many.parse(body).result;
    return found && this.ticket(found);
  }

  async create(draft: TicketDraft, abort: AbortSignal): Promise<RemoteTicket> {
    const group = draft.queue ?? this.settings.assignmentGroup;
    const { body } = await this.client.ask({
      method: 'POST',
      path: 'table/incident',
      json: {
        short_description: draft.title,
        // The description can be seen by the caller of the incident, work notes can't.
        work_notes: draft.body,
        correlation_id: draft.key,
        correlation_display: 'Authwarden',
        urgency: URGENCY[draft.priority],
        impact: URGENCY[draft.priority],
        ...(group === undefined ? {} : { assignment_group: group }),
        ...(draft.assignee === undefined ? {} : { assigned_to: draft.assignee }),
      },
      abort,
    });
    return this.ticket(One.parse(body).result);
  }

  async hasNote({ id }: RemoteTicket, ref: string, abort: AbortSignal): Promise<boolean> {
    const { body } = await this.client.ask({
      method: 'GET',
      path: 'table/sys_journal_field',
      query: {
        sysparm_query: `element_id=${id}^valueLIKE${ref}`,
        sysparm_fields: 'value',
        sysparm_limit: '1',
      },
      abort,
    });
    return Journal.parse(body).result.length > 0;
  }

  async comment(ticket: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    const field = note.visibility === 'internal' ? 'work_notes' : 'comments';
    await this.patch(ticket, { [field]: note.text }, abort);
  }

  async resolve(ticket: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    if ((await this.state(ticket, abort)) !== 'open') return;
    const { closeCode } = this.settings;
    await this.patch(ticket, { state: '6', close_code: closeCode, close_notes: note.text }, abort);
    if ((await this.state(ticket, abort)) === 'open')
      throw new HelpdeskFault(
        'refused',
        'ServiceNow left the incident open: a rule of the instance may ask for more fields.',
      );
  }

  async state({ id }: RemoteTicket, abort: AbortSignal): Promise<TicketState> {
    const answer = await this.client.ask(
      {
        method: 'GET',
        path: `table/incident/${id}`,
        query: { sysparm_fields: 'sys_id,number,state' },
        abort,
      },
      [404],
    );
    if (answer.status === 404) return 'missing';
    return ENDED[One.parse(answer.body).result.state] ?? 'open';
  }

  async close(): Promise<void> {
    // Nothing is kept open.
  }

  private async patch({ id }: RemoteTicket, json: object, abort: AbortSignal): Promise<void> {
    await this.client.ask({ method: 'PATCH', path: `table/incident/${id}`, json, abort });
  }

  private ticket({ sys_id: id }: z.output<typeof Incident>): RemoteTicket {
    const base = this.settings.url.replace(/\/$/, '');
    return { id, url: `${base}/nav_to.do?uri=incident.do?sys_id=${id}` };
  }
}
