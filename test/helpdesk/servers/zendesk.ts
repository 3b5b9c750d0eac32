import { demand, type Handle, type KeptTicket } from './strict-server.js';

export const ZENDESK_USER = 'agent@example.test';
export const ZENDESK_TOKEN = 'zendesk-token';

const missing = { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };
const bad = (description: string) => ({
  status: 422,
  body: { error: 'RecordInvalid', description },
});

/** What Zendesk checks: `user/token`, the wrapped ticket, known priorities, the Idempotency-Key. */
export const zendeskHandle: Handle = ({ method, path, query, header, json }, tickets) => {
  const credential = Buffer.from(`${ZENDESK_USER}/token:${ZENDESK_TOKEN}`).toString('base64');
  const isAgent = header('authorization') === `Basic ${credential}`;
  if (path === '/api/v2/users/me.json')
    return {
      status: 200,
      body: {
        user: isAgent
          ? { name: 'Agent', role: 'agent' }
          : { name: 'Anonymous user', role: 'end-user' },
      },
    };
  demand(isAgent, { status: 401, body: { error: "Couldn't authenticate you" } });
  if (path === '/api/v2/tickets.json' && method === 'GET') {
    const found = tickets.filter(
      ({ fields }) => fields['external_id'] === query.get('external_id'),
    );
    return { status: 200, body: { tickets: found.map(shown) } };
  }
  if (path === '/api/v2/tickets.json') {
    const { ticket } = json;
    demand(typeof ticket?.subject === 'string', bad('Subject: cannot be blank'));
    demand(typeof ticket.comment?.body === 'string', bad('Description: cannot be blank'));
    demand(['low', 'normal', 'high', 'urgent'].includes(ticket.priority), bad('Priority'));
    const key = header('idempotency-key');
    const first = tickets.find(({ fields }) => key !== undefined && fields['key'] === key);
    if (first)
      return {
        status: 201,
        body: { ticket: shown(first) },
        headers: { 'x-idempotency-lookup': 'hit' },
      };
    const kept = {
      id: String(tickets.length + 1),
      title: ticket.subject,
      notes: [{ text: ticket.comment.body, internal: ticket.comment.public === false }],
      ended: false,
      fields: { ...ticket, key },
    };
    tickets.push(kept);
    return { status: 201, body: { ticket: shown(kept) } };
  }
  const [, id, sub] = /^\/api\/v2\/tickets\/(\d+)(\/comments)?\.json$/.exec(path) ?? [];
  const ticket = tickets.find((each) => each.id === id);
  demand(ticket !== undefined, missing);
  if (sub !== undefined)
    return {
      status: 200,
      body: {
        comments: ticket.notes.map(({ text }) => ({ body: text })),
        meta: { has_more: false },
      },
    };
  if (method === 'PUT') {
    demand(!ticket.ended, bad('Status: closed prevents ticket update'));
    const { comment, status } = json.ticket;
    if (comment) ticket.notes.push({ text: comment.body, internal: comment.public === false });
    if (status === 'solved') ticket.ended = true;
  }
  return { status: 200, body: { ticket: shown(ticket) } };
};

function shown({ id, ended }: KeptTicket): object {
  return { id: Number(id), status: ended ? 'solved' : 'new' };
}
