import { demand, type Handle } from './strict-server.js';

export const GLPI_APP_TOKEN = 'glpi-app-token';
export const GLPI_USER_TOKEN = 'glpi-user-token';

const SESSION = 'glpi-session';
const missing = { status: 404, body: ['ERROR_ITEM_NOT_FOUND', 'Item not found'] };
const bad = (code: string) => ({ status: 400, body: [code, 'see the documentation'] });

/** What `apirest.php` checks: the app token, a session for everything else, `input`, search criteria. */
export const glpiHandle: Handle = ({ method, path, query, header, json }, tickets) => {
  demand(header('app-token') === GLPI_APP_TOKEN, bad('ERROR_WRONG_APP_TOKEN_PARAMETER'));
  if (path === '/apirest.php/initSession') {
    demand(header('authorization') === `user_token ${GLPI_USER_TOKEN}`, {
      status: 401,
      body: ['ERROR_GLPI_LOGIN_USER_TOKEN', 'The user token is wrong'],
    });
    return { status: 200, body: { session_token: SESSION } };
  }
  demand(header('session-token') === SESSION, {
    status: 401,
    body: ['ERROR_SESSION_TOKEN_INVALID', 'session_token seems invalid'],
  });
  const { input } = json ?? {};
  if (method === 'POST') demand(typeof input === 'object', bad('ERROR_JSON_PAYLOAD_INVALID'));
  switch (`${method} ${path}`) {
    case 'GET /apirest.php/killSession':
      return { status: 200, body: true };
    case 'GET /apirest.php/getGlpiConfig':
      return { status: 200, body: { cfg_glpi: { version: '10.0.18' } } };
    case 'GET /apirest.php/search/Ticket': {
      demand(query.get('criteria[0][field]') === '1', bad('ERROR'));
      demand(query.get('criteria[0][searchtype]') === 'contains', bad('ERROR'));
      const value = query.get('criteria[0][value]') ?? '';
      const found = tickets.filter(({ title }) => title.includes(value));
      return {
        status: 200,
        body: {
          totalcount: found.length,
          ...(found.length > 0
            ? { data: found.map(({ id, title }) => ({ 1: title, 2: Number(id) })) }
            : {}),
        },
      };
    }
    case 'POST /apirest.php/Ticket': {
      demand(
        typeof input.name === 'string' && typeof input.content === 'string',
        bad('ERROR_GLPI_ADD'),
      );
      demand(input.urgency >= 1 && input.urgency <= 5, bad('ERROR_GLPI_ADD'));
      tickets.push({
        id: String(tickets.length + 1),
        title: input.name,
        // Everybody who may see the ticket sees its text.
        notes: [{ text: input.content, internal: true }],
        ended: false,
        fields: input,
      });
      return { status: 201, body: { id: tickets.length, message: '' } };
    }
    case 'POST /apirest.php/ITILFollowup':
    case 'POST /apirest.php/ITILSolution': {
      demand(
        input.itemtype === 'Ticket' && Number.isInteger(input.items_id),
        bad('ERROR_GLPI_ADD'),
      );
      const ticket = tickets.find(({ id }) => id === String(input.items_id));
      demand(ticket !== undefined, bad('ERROR_GLPI_ADD'));
      if (path.endsWith('ITILSolution')) ticket.ended = true;
      else ticket.notes.push({ text: input.content, internal: input.is_private === 1 });
      return { status: 201, body: { id: 1, message: '' } };
    }
    default: {
      const [, id, sub] = /^\/apirest\.php\/Ticket\/(\d+)(\/ITILFollowup)?$/.exec(path) ?? [];
      const ticket = tickets.find((each) => each.id === id);
      demand(ticket !== undefined, missing);
      return sub === undefined
        ? { status: 200, body: { id: Number(id), status: ticket.ended ? 5 : 1, is_deleted: 0 } }
        : { status: 200, body: ticket.notes.slice(1).map(({ text }) => ({ content: text })) };
    }
  }
};
