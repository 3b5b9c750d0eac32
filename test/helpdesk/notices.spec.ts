import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NoticeSender } from '../../src/helpdesk/notices/notice-sender.service.js';
import { HappeningConsumers } from '../../src/platform/happenings/happening-consumers.service.js';
import { CampaignDriver } from '../../src/response/campaign-driver.service.js';
import { everyItem } from '../support/asking.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { openResponseSite, type ResponseSite } from '../support/response-site.js';

const ANNA = 'anna@example.test';
const BEN = 'ben@example.test';

describe('the owner of an account', () => {
  let mail: MailServer;
  let site: ResponseSite;

  beforeAll(async () => {
    mail = await startMailServer();
    site = await openResponseSite([ANNA, BEN], { SMTP_URL: mail.url });
  });
  beforeEach(async () => {
    mail.refuseWith(undefined);
    await site.beginAnew((login) => (login === ANNA ? { displayName: 'Anna Nulle' } : {}));
    await site.world.sql('TRUNCATE notice');
  });
  afterAll(async () => {
    await site.close();
    await mail.close();
  });

  /** What the workers do by themselves. */
  const flush = async (at = site) => {
    await at.part(HappeningConsumers).serve();
    await at.part(NoticeSender).flush(new AbortController().signal);
  };
  const notices = (query = '', at = site) => everyItem(at.ask, `/v1/notices?${query}`);
  const notify = async (login: string, reason: string, at = site) => {
    const { id } = await at.accountOf(login);
    const json = { do: 'notify', reason };
    const { status } = await at.post(`/v1/accounts/${id}/actions`, json);
    expect(status).toBe(202);
    await at.carryOutQueued();
    await flush(at);
  };
  const mailsAbout = (reason: string) => mail.mails.filter(({ text }) => text?.includes(reason));

  it('is told by mail of a reset of a campaign, once', async () => {
    const { id: accountId } = await site.accountOf(ANNA);
    const { body } = await site.post('/v1/reset-campaigns', {
      reason: 'A leak.',
      selector: { accounts: [accountId] },
      notice: { subject: 'New password for {{login}}', text: 'Dear {{name}}: {{reason}}' },
    });
    await site.world.sql(`UPDATE reset_campaign SET next_wave_at = now() - interval '1 second'`);
    await site.part(CampaignDriver).drive(body.id);
    await site.carryOutQueued();

    await flush();
    await flush();

    const [notice, ...others] = await notices(`campaign=${body.id}`);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ login: ANNA, status: 'sent', sentTo: ANNA });
    const [told, ...again] = mailsAbout('Dear Anna Nulle: A leak.');
    expect(again).toEqual([]);
    expect(told?.subject).toBe(`New password for ${ANNA}`);
    expect(told?.to).toMatchObject({ text: ANNA });
  });

  it('is told at the registered second address, which nobody sees whole', async () => {
    const { id } = await site.accountOf(BEN);
    const contact = { kind: 'mail', name: 'second address', value: 'ben.home@example.net' };
    await site.ask(`/v1/helpdesk/accounts/${id}/contacts`, {
      method: 'PUT',
      json: { contacts: [contact] },
    });

    await notify(BEN, 'Call the helpdesk.');

    const [told] = mailsAbout('Call the helpdesk.');
    const [{ sentTo }] = await notices(`accountId=${id}`);
    expect(told?.to).toMatchObject({ text: 'ben.home@example.net' });
    expect(sentTo).toContain('example.net');
    expect(sentTo).not.toContain('ben.home');
  });

  it('is told later when the mail server takes nothing, and once', async () => {
    mail.refuseWith(451);
    await notify(ANNA, 'A busy server.');
    const [waiting] = await notices();
    mail.refuseWith(undefined);
    await flush();
    await flush();

    expect(waiting).toMatchObject({ status: 'waiting', problem: expect.stringContaining('451') });
    expect(await notices()).toMatchObject([{ status: 'sent', problem: null }]);
    expect(mailsAbout('A busy server.')).toHaveLength(1);
  });

  it('is told though the mail server puts another one off', async () => {
    mail.refuseWith(450, ANNA);
    await notify(ANNA, 'Put off.');
    await notify(BEN, 'Not put off.');

    expect(await notices()).toMatchObject([
      { login: BEN, status: 'sent' },
      { login: ANNA, status: 'waiting' },
    ]);
  });

  it('is not told what the mail server refuses for good, or what has waited for days', async () => {
    mail.refuseWith(550);
    await notify(ANNA, 'Refused.');
    mail.refuseWith(451);
    await notify(BEN, 'Too late.');
    await site.world.sql(
      `UPDATE notice SET created_at = now() - interval '4 days' WHERE status = 'waiting'`,
    );
    await flush();

    expect(await notices('status=not-sent')).toMatchObject([
      { login: BEN, problem: expect.stringContaining('451') },
      { login: ANNA, problem: expect.stringContaining('550') },
    ]);
  });

  it('is not told where there is no mail server, and operators see why', async () => {
    const silent = await openResponseSite([ANNA]);
    try {
      await silent.beginAnew();
      await notify(ANNA, 'Nobody hears.', silent);

      expect(await notices('', silent)).toMatchObject([
        { status: 'not-sent', problem: 'SMTP_URL is not set.' },
      ]);
    } finally {
      await silent.close();
    }
  });
});
