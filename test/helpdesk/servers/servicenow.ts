import { demand, type Handle, type KeptTicket } from './strict-server.js';

export const SERVICENOW_USER = 'authwarden';
export const SERVICENOW_PASSWORD = 'servicenow-password';

const fault = (status: number, message: string) => ({
  status,
  body: { error: { message, detail: '' }, status: 'failure' },
});

/** What the Table API checks: basic authentication, known fields, close code and notes on closing. */
export const servicenowHandle: Handle = ({ method, path, query, header, json }, tickets) => {
  const credential = Buffer.from(`${SERVICENOW_USER}:${SERVICENOW_PASSWORD}`).toString('base64');
  demand(header('authorization') === `Basic ${credential}`, fault(401, 'User Not Authenticated'));
  if (path === '/api/now/table/sys_journal_field') {
    const [, id, ref = ''] =
      /^element_id=([0-9a-f]{32})\^valueLIKE(.+)$/.exec(query.get('sysparm_query') ?? '') ?? [];
    const notes = tickets.find((ticket) => ticket.id === id)?.notes ?? [];
    const found = notes.filter(({ text }) => text.includes(ref));
    return { status: 200, body: { result: found.map(({ text }) => ({ value: text })) } };
  }
  if (path === '/api/now/table/incident' && method === 'GET') {
    const [, key] = /^correlation_id=([^^]+)\^/.exec(query.get('sysparm_query') ?? '') ?? [];
    const found = tickets.filter(
      ({ fields }) => key === undefined || fields['correlation_id'] === key,
    );
    return { status: 200, body: { result: found.map(shown) } };
  }
  if (path === '/api/now/table/incident') {
    demand(typeof json.short_description === 'string', fault(403, 'Data Policy Exception'));
    demand(/^[123]$/.test(json.urgency), fault(400, 'urgency'));
    const ticket = {
      id: (tickets.length + 1).toString(16).padStart(32, '0'),
      title: json.short_description,
      notes: [
        { text: json.work_notes ?? json.description, internal: json.work_notes !== undefined },
      ],
      ended: false,
      fields: json,
    };
    tickets.push(ticket);
    return { status: 201, body: { result: shown(ticket) } };
  }
  const [, id] = /^\/api\/now\/table\/incident\/([0-9a-f]{32})$/.exec(path) ?? [];
  const ticket = tickets.find((each) => each.id === id);
  demand(ticket !== undefined, fault(404, 'No Record found'));
  if (method === 'PATCH') {
    if (json.state === '6') {
      demand(
        typeof json.close_code === 'string' && typeof json.close_notes === 'string',
        fault(403, 'Data Policy Exception: close_code, close_notes'),
      );
      ticket.ended = true;
    }
    if (json.work_notes !== undefined) ticket.notes.push({ text: json.work_notes, internal: true });
    if (json.comments !== undefined) ticket.notes.push({ text: json.comments, internal: false });
  }
  return { status: 200, body: { result: shown(ticket) } };
};

function shown({ id, ended }: KeptTicket): object {
  return { sys_id: id, number: `INC${id.slice(-7)}`, state: ended ? '6' : '1' };
}
