import { z } from 'zod';
import {
  type HelpdeskConnector,
  HelpdeskFault,
  type HelpdeskReport,
  type RemoteTicket,
  type TicketDraft,
  type TicketNote,
  type TicketState,
} from '../domain/connector.js';
import { HelpdeskClient } from '../helpdesk-client.js';

const Info = z.object({ version: z.string() });
const RequestType = z.object({ name: z.string() });
const Created = z.object({ issueKey: z.string() });
const Shown = z.object({
  currentStatus: z.object({ statusCategory: z.string() }),
});
const Comments = z.object({
  values: z.array(z.object({ body: z.string() })),
  isLastPage: z.boolean(),
});
const Transitions = z.object({ values: z.array(z.object({ id: z.string(), name: z.string() })) });
const Found = z.object({
  issues: z.array(z.object({ key: z.string(), fields: z.object({ summary: z.string() }) })),
});
/** Jira's two shapes of an error. */
const Words = z.object({
  errorMessage: z.string().optional(),
  errorMessages: z.array(z.string()).optional(),
});

const COMMENT_PAGES = 50;
const A_PAGE = 100;

function jiraWords(body: unknown): string | undefined {
  const parsed = Words.safeParse(body);
  return parsed.success
    ? (parsed.data.errorMessage ?? parsed.data.errorMessages?.join(' '))
    : undefined;
}

/** Speaks `rest/servicedeskapi`, and JQL to find a request by its key. */
export class JiraConnector implements HelpdeskConnector {
  readonly format = 'wiki';
  private readonly client: HelpdeskClient;

  constructor(
    private readonly settings: {
      readonly url: string;
      readonly user: string;
      readonly token: string;
      readonly serviceDeskId: string;
      readonly requestTypeId: string;
      readonly resolveTransition: string;
    },
  ) {
    const { url, user, token } = settings;
    const credential = Buffer.from(`${user}:${token}`).toString('base64');
    this.client = new HelpdeskClient(
      `${url.replace(/\/$/, '')}/rest`,
      { authorization: `Basic ${credential}`, 'x-experimentalapi': 'opt-in' },
      jiraWords,
    );
  }

  async test(abort: AbortSignal): Promise<HelpdeskReport> {
    const info = await this.client.ask({ method: 'GET', path: 'servicedeskapi/info', abort });
    const { serviceDeskId, requestTypeId } = this.settings;
    const path = `servicedeskapi/servicedesk/${serviceDeskId}/requesttype/${requestTypeId}`;
    const type = await this.client.ask({ method: 'GET', path, abort }, [404]);
    if (type.status === 404)
      throw new HelpdeskFault(
        'refused',
        `The service desk ${serviceDeskId} has no request type ${requestTypeId} that the user may see.`,
      );
    return {
      product: `Jira Service Management ${Info.parse(info.body).version}, ${RequestType.parse(type.body).name}`,
      caveats: [
        'Priority and assignee are for the request type’s own rules: portal requests carry none.',
      ],
    };
  }

  async findByKey(key: string, abort: AbortSignal): Promise<RemoteTicket | undefined> {
    const { body } = await this.client.ask({
      method: 'GET',
      path: 'api/2/search/jql',
      query: {
        jql: `summary ~ "\\"${key}\\"" ORDER BY created ASC`,
        fields: 'summary',
        maxResults: '10',
      },
      abort,
    });
    const found = Found.parse(body).issues.find(({ fields }) => fields.summary.includes(key));
    return found && this.ticket(found.key);
  }

  async create(draft: TicketDraft, abort: AbortSignal): Promise<RemoteTicket> {
    const { serviceDeskId, requestTypeId } = this.settings;
    const { body } = await this.client.ask({
      method: 'POST',
      path: 'servicedeskapi/request',
      json: {
        serviceDeskId,
        requestTypeId: draft.queue ?? requestTypeId,
        requestFieldValues: { summary: draft.title, description: draft.body },
      },
      abort,
    });
    return this.ticket(Created.parse(body).issueKey);
  }

  async hasNote({ id }: RemoteTicket, ref: string, abort: AbortSignal): Promise<boolean> {
    for (let page = 0; page < COMMENT_PAGES; page += 1) {
      const { body } = await this.client.ask({
        method: 'GET',
        path: `servicedeskapi/request/${id}/comment`,
        query: { internal: 'true', start: String(page * A_PAGE), limit: String(A_PAGE) },
        abort,
      });
      const { values, isLastPage } = Comments.parse(body);
      // The wiki escape puts a backslash before the dash of the ref.
      if (values.some((comment) => comment.body.replaceAll('\\', '').includes(ref))) return true;
      if (isLastPage) return false;
    }
    return false;
  }

  async comment({ id }: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    await this.client.ask({
      method: 'POST',
      path: `servicedeskapi/request/${id}/comment`,
      json: { body: note.text, public: note.visibility === 'public' },
      abort,
    });
  }

  async resolve(ticket: RemoteTicket, note: TicketNote, abort: AbortSignal): Promise<void> {
    if ((await this.state(ticket, abort)) !== 'open') return;
    const path = `servicedeskapi/request/${ticket.id}/transition`;
    const { body } = await this.client.ask({ method: 'GET', path, abort });
    const { resolveTransition } = this.settings;
    const wanted = Transitions.parse(body).values.find(({ name }) => name === resolveTransition);
    if (!wanted)
      throw new HelpdeskFault(
        'refused',
        `The request has no transition ${resolveTransition}. Set resolveTransition to one that it has.`,
      );
    // A comment of a transition would be public, so the reason is a comment of its own.
    await this.comment(ticket, note, abort);
    await this.client.ask({ method: 'POST', path, json: { id: wanted.id }, abort });
    if ((await this.state(ticket, abort)) === 'open')
      throw new HelpdeskFault('refused', `Jira left the request open after ${resolveTransition}.`);
  }

  async state({ id }: RemoteTicket, abort: AbortSignal): Promise<TicketState> {
    const path = `servicedeskapi/request/${id}`;
    const answer = await this.client.ask({ method: 'GET', path, abort }, [404]);
    if (answer.status === 404) return 'missing';
    return Shown.parse(answer.body).currentStatus.statusCategory === 'DONE' ? 'resolved' : 'open';
  }

  async close(): Promise<void> {
    // Nothing is kept open.
  }

  private ticket(id: string): RemoteTicket {
    return { id, url: `${this.settings.url.replace(/\/$/, '')}/browse/${id}` };
  }
}
