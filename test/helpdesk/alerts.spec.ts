import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlertSender } from '../../src/alerts/alert-sender.service.js';
import { HappeningConsumers } from '../../src/platform/happenings/happening-consumers.service.js';
import { attack } from '../support/attack.js';
import type { Asking } from '../support/asking.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { openWorld, type World } from '../support/world.js';

describe('alerts by mail', () => {
  let world: World;
  let ask: Asking;
  let mail: MailServer;

  beforeAll(async () => {
    mail = await startMailServer();
    world = await openWorld({ SMTP_URL: mail.url });
    ({ ask } = world.service);
  });
  afterAll(async () => {
    await world.close();
    await mail.close();
  });

  async function make(fields: object): Promise<string> {
    const json = {
      kinds: ['account.level-changed'],
      mailTo: 'oncall@example.com',
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
  }
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
