import { demand, type Handle } from './strict-server.js';

export const JIRA_USER = 'agent@example.test';
export const JIRA_TOKEN = 'jira-token';

const missing = { status: 404, body: { errorMessage: 'The request does not exist.' } };
const bad = (errorMessage: string) => ({ status: 400, body: { errorMessage } });

/** What Jira checks: basic authentication, ids as strings, request fields, transitions that exist, JQL's quotes. */
export const jiraHandle: Handle = ({ method, path, query, header, json }, tickets) => {
  const credential = Buffer.from(`${JIRA_USER}:${JIRA_TOKEN}`).toString('base64');
  demand(header('authorization') === `Basic ${credential}`, {
    status: 401,
    body: { errorMessage: 'Client must be authenticated to access this resource.' },
  });
  const base = '/rest/servicedeskapi';
  if (path === `${base}/info`) return { status: 200, body: { version: '5.12.0' } };
  if (path === `${base}/servicedesk/1/requesttype/10`)
    return { status: 200, body: { id: '10', name: 'Report a security problem' } };
  if (path === '/rest/api/2/search/jql') {
    const [, key = ''] =
      /^summary ~ "\\"([A-Z0-9-]+)\\"" ORDER BY created ASC$/.exec(query.get('jql') ?? '') ?? [];
    demand(key !== '', { status: 400, body: { errorMessages: ['Error in the JQL Query'] } });
    const found = tickets.filter(({ title }) => title.includes(key));
    return {
      status: 200,
      body: { issues: found.map(({ id, title }) => ({ key: id, fields: { summary: title } })) },
    };
  }
  if (path === `${base}/request` && method === 'POST') {
    demand(
      json.serviceDeskId === '1' && json.requestTypeId === '10',
      bad('Request type not found'),
    );
    const { summary, description } = json.requestFieldValues ?? {};
    demand(
      typeof summary === 'string' && !summary.includes('\n') && summary.length <= 255,
      bad('summary'),
    );
    demand(typeof description === 'string', bad('description is required'));
    const id = `SD-${tickets.length + 1}`;
    tickets.push({
      id,
      title: summary,
      notes: [{ text: description, internal: true }],
      ended: false,
      fields: json,
    });
    return { status: 201, body: { issueId: '1', issueKey: id } };
  }
  const [, id, sub] =
    /^\/rest\/servicedeskapi\/request\/(SD-\d+)(?:\/(comment|transition))?$/.exec(path) ?? [];
  const ticket = tickets.find((each) => each.id === id);
  demand(ticket !== undefined, missing);
  if (sub === undefined)
    return {
      status: 200,
      body: { issueKey: id, currentStatus: { statusCategory: ticket.ended ? 'DONE' : 'NEW' } },
    };
  if (sub === 'comment' && method === 'GET') {
    const values = ticket.notes.slice(1).map(({ text }) => ({ body: text }));
    return { status: 200, body: { values, isLastPage: true } };
  }
  if (sub === 'comment') {
    demand(typeof json.body === 'string' && typeof json.public === 'boolean', bad('body'));
    ticket.notes.push({ text: json.body, internal: !json.public });
    return { status: 201, body: { id: '1' } };
  }
  if (method === 'GET')
    return { status: 200, body: { values: ticket.ended ? [] : [{ id: '5', name: 'Resolve' }] } };
  demand(json.id === '5' && !ticket.ended, bad('Transition is not valid'));
  ticket.ended = true;
  return { status: 204 };
};
