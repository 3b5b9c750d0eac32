import { describe, expect, it } from 'vitest';
import { describeHelpdeskConnector } from '../conformance/helpdesk-connector.js';
import { GlpiConnector } from '../../src/helpdesk/glpi/glpi-connector.js';
import { JiraConnector } from '../../src/helpdesk/jira-service-management/jira-connector.js';
import { ServicenowConnector } from '../../src/helpdesk/servicenow/servicenow-connector.js';
import { ZammadConnector } from '../../src/helpdesk/zammad/zammad-connector.js';
import { ZendeskConnector } from '../../src/helpdesk/zendesk/zendesk-connector.js';
import type { HelpdeskConnector } from '../../src/helpdesk/domain/connector.js';
import { GLPI_APP_TOKEN, GLPI_USER_TOKEN, glpiHandle } from './servers/glpi.js';
import { JIRA_TOKEN, JIRA_USER, jiraHandle } from './servers/jira.js';
import { SERVICENOW_PASSWORD, SERVICENOW_USER, servicenowHandle } from './servers/servicenow.js';
import { type Handle, serveStrictly } from './servers/strict-server.js';
import { ZAMMAD_TOKEN, zammadHandle } from './servers/zammad.js';
import { ZENDESK_TOKEN, ZENDESK_USER, zendeskHandle } from './servers/zendesk.js';

interface Kind {
  readonly name: string;
  readonly handle: Handle;
  readonly open: (url: string, secret?: string) => HelpdeskConnector;
}

const KINDS: readonly Kind[] = [
  {
    name: 'Zammad',
    handle: zammadHandle,
    open: (url, token = ZAMMAD_TOKEN) =>
      new ZammadConnector({ url, token, group: 'Users', customer: 'authwarden@example.test' }),
  },
  {
    name: 'GLPI',
    handle: glpiHandle,
    open: (url, userToken = GLPI_USER_TOKEN) =>
      new GlpiConnector({ url, appToken: GLPI_APP_TOKEN, userToken }),
  },
  {
    name: 'Jira Service Management',
    handle: jiraHandle,
    open: (url, token = JIRA_TOKEN) =>
      new JiraConnector({
        url,
        user: JIRA_USER,
        token,
        serviceDeskId: '1',
        requestTypeId: '10',
        resolveTransition: 'Resolve',
      }),
  },
  {
    name: 'ServiceNow',
    handle: servicenowHandle,
    open: (url, password = SERVICENOW_PASSWORD) =>
      new ServicenowConnector({
        url,
        user: SERVICENOW_USER,
        password,
        closeCode: 'Solved (Permanently)',
      }),
  },
  {
    name: 'Zendesk',
    handle: zendeskHandle,
    open: (url, token = ZENDESK_TOKEN) => new ZendeskConnector({ url, user: ZENDESK_USER, token }),
  },
];

for (const { name, handle, open } of KINDS) {
  describeHelpdeskConnector(name, async () => {
    const server = await serveStrictly(handle);
    return {
      open: () => open(server.url),
      openWrongly: () => open(server.url, 'wrong'),
      goDown: async () => server.answerAll({ status: 503 }),
      comeBack: async () => server.answerAll(undefined),
      close: () => server.close(),
    };
  });

  describe(`${name}, strictly`, () => {
    it('keeps what Authwarden writes from the caller', async () => {
      const server = await serveStrictly(handle);
      const connector = open(server.url);
      const abort = AbortSignal.timeout(30_000);
      const draft = {
        key: 'AW-23456789ABCD',
        title: '[AW-23456789ABCD] alice@example.test',
        body: 'From 203.0.113.7',
        queue: undefined,
        priority: 'urgent' as const,
        assignee: undefined,
      };

      const ticket = await connector.create(draft, abort);
      const note = { ref: 'AWN-23456789ABCD', text: 'Locked.', visibility: 'internal' as const };
      await connector.comment(ticket, note, abort);
      await connector.resolve(ticket, { ...note, text: 'Released.' }, abort);
      await connector.close();
      await server.close();

      expect(server.tickets[0]?.notes.every(({ internal }) => internal)).toBe(true);
      expect(server.tickets[0]?.ended).toBe(true);
    });

    it('waits as long as the helpdesk asks for', async () => {
      const server = await serveStrictly(handle);
      const connector = open(server.url);
      server.answerAll({ status: 429, headers: { 'retry-after': '7' } });

      const fault = await connector
        .findByKey('AW-23456789ABCD', AbortSignal.timeout(30_000))
        .catch((error: unknown) => error);
      await connector.close();
      await server.close();

      expect(fault).toMatchObject({ kind: 'unavailable', retryAfterMs: 7_000 });
    });
  });
}
