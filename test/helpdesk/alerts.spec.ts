import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlertSender } from '../../src/alerts/alert-sender.service.js';
import { WebhookSender } from '../../src/webhooks/webhook-sender.service.js';
import { HappeningConsumers } from '../../src/platform/happenings/happening-consumers.service.js';
import { attack } from '../support/attack.js';
import type { Asking } from '../support/asking.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { type Receiver, startReceiver } from '../support/receiver.js';
import { openWorld, type World } from '../support/world.js';

describe('alerts', () => {
  let world: World;
  let ask: Asking;
  let mail: MailServer;
  let receiver: Receiver;
  let webhookId: string;

  beforeAll(async () => {
    mail = await startMailServer();
    receiver = await startReceiver();
    world = await openWorld({ SMTP_URL: mail.url, PRIVATE_TARGETS: '127.0.0.0/8' });
    ({ ask } = world.service);
    const json = { name: 'chat', url: `${receiver.url}/chat`, kinds: ['campaign.finished'] };
    webhookId = (await ask('/v1/webhooks', { method: 'POST', json })).body.id;
  });
  afterAll(async () => {
    await world.close();
    await mail.close();
    await receiver.close();
  });

  async function make(fields: object): Promise<string> {
    const json = {
      kinds: ['account.level-changed'],
      ...('webhookId' in fields ? {} : { mailTo: 'oncall@example.com' }),
      groupMinutes: 0,
      ...fields,
    };
    const answer = await ask('/v1/alerts', { method: 'POST', json });
    expect(answer.status).toBe(201);
    return answer.body.id;
  }
  /** What the workers do by themselves. */
  async function flush(): Promise<void> {
    const { app } = world.service;
    await app.get(HappeningConsumers, { strict: false }).serve();
    await app.get(AlertSender, { strict: false }).flush();
    const sender = app.get(WebhookSender, { strict: false });
    await sender.serve(webhookId, AbortSignal.timeout(20_000));
  }
  const messagesOf = (name: string) =>
    receiver.received.map(({ body }) => body).filter(({ data }) => data.name === name);
  const mailsOf = (name: string) =>
    mail.mails.filter(({ subject }) => subject?.startsWith(`Authwarden: ${name} `));

  it('put what happened together into one message, and each thing once', async () => {
    await make({ name: 'grouped' });
    await attack(ask, 'one@example.test');
    await attack(ask, 'two@example.test');

    await flush();
    await flush();

    const [message, ...others] = mailsOf('grouped');
    expect(others).toEqual([]);
    expect(message?.text?.match(/from low to critical/g)).toHaveLength(2);
  });

  it('keep to the messages an hour, and tell the rest in the next one', async () => {
    await make({ name: 'rare', perHour: 1 });
    await attack(ask, 'three@example.test');
    await flush();
    await attack(ask, 'four@example.test');
    await flush();

    expect(mailsOf('rare')).toHaveLength(1);
    await world.sql(`UPDATE alert_item SET told_at = told_at - interval '2 hours'`);
    await flush();
    expect(mailsOf('rare')).toHaveLength(2);
  });

  it('say nothing while they are silenced, nor later of that time', async () => {
    const id = await make({ name: 'quiet', silencedUntil: '2100-01-01T00:00:00.000Z' });
    await attack(ask, 'five@example.test');
    await flush();
    await ask(`/v1/alerts/${id}`, { method: 'PATCH', json: { silencedUntil: null } });
    await flush();

    expect(mailsOf('quiet')).toEqual([]);
  });

  it('are told by webhook, grouped, no more than so often, and not while silenced', async () => {
    await make({ name: 'chat', webhookId, perHour: 1 });
    const silenced = { name: 'silent chat', webhookId, silencedUntil: '2100-01-01T00:00:00.000Z' };
    await make(silenced);
    await attack(ask, 'seven@example.test');
    await attack(ask, 'eight@example.test');
    await flush();
    await attack(ask, 'nine@example.test');
    await flush();
    const [first, ...more] = messagesOf('chat');
    await world.sql(`UPDATE alert_item SET told_at = told_at - interval '2 hours'`);
    await flush();

    expect(more).toEqual([]);
    expect(first).toMatchObject({ type: 'alert', data: { name: 'chat', more: 0 } });
    expect(first.data.lines).toHaveLength(2);
    expect(messagesOf('chat')[1].data.lines).toHaveLength(1);
    expect(messagesOf('silent chat')).toEqual([]);
  });

  it('go on when the mail of one of them is refused for good', async () => {
    await make({ name: 'refused', mailTo: 'nobody@example.com' });
    await make({ name: 'fine', webhookId });
    await attack(ask, 'ten@example.test');
    mail.refuseWith(550);

    await flush();
    mail.refuseWith(undefined);

    expect(mailsOf('refused')).toEqual([]);
    expect(messagesOf('fine')).toHaveLength(1);
  });

  it('lose nothing while the mail server refuses', async () => {
    await make({ name: 'patient' });
    await attack(ask, 'six@example.test');
    mail.refuseWith(451);
    await flush();
    mail.refuseWith(undefined);
    await flush();

    expect(mailsOf('patient')).toHaveLength(1);
  });
});
