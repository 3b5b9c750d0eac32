import { demand, type Handle, type KeptTicket } from './strict-server.js';

export const ZAMMAD_TOKEN = 'zammad-token';

const unprocessable = (error: string) => ({ status: 422, body: { error, error_human: error } });
const missing = { status: 404, body: { error: "Couldn't find Ticket" } };

/** What Zammad's REST API checks: the token's form, the group, the customer, the article, JSON alone. */
export const zammadHandle: Handle = ({ method, path, query, header, json }, tickets) => {
  demand(header('authorization') === `Token token=${ZAMMAD_TOKEN}`, {
    status: 401,
    body: { error: 'Invalid token!' },
  });
  if (method !== 'GET')
    demand(header('content-type') === 'application/json', unprocessable('not JSON'));
  const expand = query.get('expand') === 'true';
  if (path === '/api/v1/users/me')
    return { status: 200, body: { id: 3, login: 'agent@example.test' } };
  if (path === '/api/v1/groups') return { status: 200, body: [{ id: 1, name: 'Users' }] };
  if (path === '/api/v1/tickets/search') {
    const [, key = ''] = /^title:"([^"]+)"$/.exec(query.get('query') ?? '') ?? [];
    demand(expand, unprocessable('expand, or the answer has another shape'));
    return { status: 200, body: tickets.filter(({ title }) => title.includes(key)).map(shown) };
  }
  if (path === '/api/v1/tickets' && method === 'POST') {
    demand(typeof json.title === 'string' && json.title !== '', unprocessable('title is missing'));
    demand(json.group === 'Users', unprocessable('No lookup value found for group'));
    demand(/^guess:\S+@\S+$/.test(json.customer_id), unprocessable('customer is missing'));
    demand(/^[123] /.test(json.priority), unprocessable('No lookup value found for priority'));
    demand(typeof json.article?.body === 'string', unprocessable('Need at least article body'));
    const { article, ...fields } = json;
    const ticket = {
      id: String(tickets.length + 1),
      title: json.title,
      notes: [{ text: `${article.subject}\n${article.body}`, internal: article.internal === true }],
      ended: false,
      fields,
    };
    tickets.push(ticket);
    return { status: 201, body: shown(ticket) };
  }
  if (path === '/api/v1/ticket_articles' && method === 'POST') {
    demand(Number.isInteger(json.ticket_id), unprocessable('ticket_id is missing'));
    const ticket = tickets.find(({ id }) => id === String(json.ticket_id));
    demand(ticket !== undefined, missing);
    demand(json.type === 'note', unprocessable('No lookup value found for type'));
    ticket.notes.push({ text: `${json.subject}\n${json.body}`, internal: json.internal === true });
    return { status: 201, body: { id: ticket.notes.length } };
  }
  const [, articlesOf] = /^\/api\/v1\/ticket_articles\/by_ticket\/(\d+)$/.exec(path) ?? [];
  if (articlesOf !== undefined) {
    const ticket = tickets.find(({ id }) => id === articlesOf);
    demand(ticket !== undefined, missing);
    return {
      status: 200,
      body: ticket.notes.map(({ text }) => ({ subject: text.split('\n')[0] })),
    };
  }
  const [, of] = /^\/api\/v1\/tickets\/(\d+)$/.exec(path) ?? [];
  const ticket = tickets.find(({ id }) => id === of);
  demand(ticket !== undefined, missing);
  if (method === 'PUT') {
    demand(json.state === 'closed' || json.state === 'open', unprocessable('No lookup value'));
    ticket.ended = json.state === 'closed';
  }
  return { status: 200, body: shown(ticket) };
};

function shown({ id, title, ended }: KeptTicket): object {
  return { id: Number(id), title, state: ended ? 'closed' : 'open' };
}
