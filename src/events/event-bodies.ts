import type { ApiBodyOptions } from '@nestjs/swagger';

const EVENT = {
  type: 'authentication',
  time: '2026-11-23T08:00:00.000Z',
  account: 'alice@example.com',
  sourceIp: '203.0.113.7',
  protocol: 'smtp',
  outcome: 'success',
  reason: null,
  server: 'mx1.example.com',
  listener: 'external',
  client: 'laptop.example.org',
  session: 's1',
  message: null,
};

/** How OpenAPI shows the body of `POST /v1/events`, which is parsed by hand for speed. */
export const EVENTS_BODY: ApiBodyOptions = {
  description: 'One event a line, or an array of events.',
  schema: {
    type: 'array',
    maxItems: 10_000,
    items: { type: 'object', description: 'An event; see the schema AuthEvent.' },
    example: [EVENT],
  },
};

/** Body of `POST /v1/logs`. */
export const LOG_BODY: ApiBodyOptions = {
  description: 'The log as it is, of any length; Content-Encoding gzip is understood.',
  schema: {
    type: 'string',
    example:
      'Nov 23 08:00:00 mx1 sshd[4242]: Failed password for alice from 203.0.113.7 port 50022 ssh2\n',
  },
};

/** Body of `POST /v1/logs/preview`. */
export const PREVIEW_BODY: ApiBodyOptions = {
  description: 'One question a line: {id, format, line}; `line` may hold several lines of the log.',
  schema: {
    type: 'string',
    example:
      '{"id":"1","format":"sshd","line":"Nov 23 08:00:00 mx1 sshd[4242]: Failed password for alice from 203.0.113.7 port 50022 ssh2"}\n',
  },
};
