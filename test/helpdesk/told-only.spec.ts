import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { HelpdeskFault } from '../../src/helpdesk/domain/connector.js';
import { EmailConnector } from '../../src/helpdesk/email/email-connector.js';
import { WebhookConnector } from '../../src/helpdesk/webhook/webhook-connector.js';
import { OutboundGuard } from '../../src/platform/outbound/outbound-guard.js';
import { newWebhookSecret } from '../../src/platform/outbound/standard-webhook.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { type Receiver, startReceiver } from '../support/receiver.js';

const DRAFT = {
  key: 'AW-23456789ABCD',
  title: '[AW-23456789ABCD] alice@example.test: critical',
  body: 'From 203.0.113.7.',
  queue: undefined,
  priority: 'high',
  assignee: undefined,
} as const;
const NOTE = { ref: 'AWN-23456789ABCD', text: 'Locked.', visibility: 'internal' } as const;
const abort = () => AbortSignal.timeout(20_000);
const faultOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the helpdesk connector of mail', () => {
  let server: MailServer;
  let connector: EmailConnector;

  beforeAll(async () => {
    server = await startMailServer();
    connector = new EmailConnector({
      url: server.url,
      from: 'authwarden@example.com',
      to: 'helpdesk@example.com',
    });
  });
  afterAll(async () => {
    await connector.close();
    await server.close();
  });

  it('keeps a ticket in one thread, with Message-IDs that a repeat has again', async () => {
    const ticket = await connector.create(DRAFT);
    await connector.comment(ticket, NOTE);
    await connector.comment(ticket, NOTE);
    await connector.resolve(ticket, { ...NOTE, ref: 'AWN-RESOLVED2345' });

    const [first, note, repeat, end] = server.mails;
    expect(first).toMatchObject({
      subject: DRAFT.title,
      messageId: '<AW-23456789ABCD@example.com>',
    });
    expect(first?.headers.get('auto-submitted')).toBe('auto-generated');
    for (const answer of [note, end])
      expect(answer).toMatchObject({ inReplyTo: first?.messageId, references: first?.messageId });
    expect(repeat?.messageId).toBe(note?.messageId);
  });

  it('tells what is refused for good from what may work later', async () => {
    server.refuseWith(550);
    const forGood = await faultOf(connector.create(DRAFT));
    server.refuseWith(451);
    const later = await faultOf(connector.create(DRAFT));
    server.refuseWith(undefined);

    expect(forGood).toBeInstanceOf(HelpdeskFault);
    expect(forGood).toMatchObject({ kind: 'refused' });
    expect(later).toMatchObject({ kind: 'unavailable' });
  });
});

describe('the helpdesk connector of webhooks', () => {
  const secrets = { secret: newWebhookSecret(), formerSecret: newWebhookSecret() };
  let receiver: Receiver;
  let guard: OutboundGuard;
  let connector: WebhookConnector;

  beforeAll(async () => {
    receiver = await startReceiver();
    guard = new OutboundGuard(['127.0.0.0/8']);
    connector = new WebhookConnector({ url: `${receiver.url}/desk`, ...secrets }, guard);
  });
  afterAll(async () => {
    await guard.close();
    await receiver.close();
  });

  it('signs with both secrets, under ids that a repeat has again', async () => {
    const ticket = await connector.create(DRAFT, abort());
    await connector.comment(ticket, NOTE, abort());
    await connector.comment(ticket, NOTE, abort());

    const [created, note, repeat] = receiver.received;
    for (const secret of Object.values(secrets))
      expect(created && new Webhook(secret).verify(created.text, created.headers)).toMatchObject({
        type: 'ticket.created',
        data: { key: DRAFT.key },
      });
    expect(created?.headers['webhook-id']).toBe(DRAFT.key);
    expect(repeat?.headers['webhook-id']).toBe(note?.headers['webhook-id']);
  });

  it('sends nothing into a private network that nobody has named', async () => {
    const strict = new OutboundGuard([]);
    const other = new WebhookConnector({ url: `${receiver.url}/desk`, ...secrets }, strict);

    const fault = await faultOf(other.create(DRAFT, abort()));
    await strict.close();

    expect(fault).toMatchObject({ kind: 'refused' });
  });
});
