import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/clock.js';
import { newAccountState } from './account-state.js';
import type { AccountState } from './account-state.js';
import { applyEvent } from './apply-event.js';
import { FAILED_MAIL_MS, MAX_FAILED_MAIL, failedMailUpTo } from './failed-mail.js';
import { CASE_START, aFoldEvent, aMessage } from './fold-event.builder.js';

const HOME = '192.0.2.10';
const AWAY = '203.0.113.5';

function atHome(): AccountState {
  const state = newAccountState();
  for (let n = 0; n < 60; n += 1)
    applyEvent(state, aFoldEvent({ at: CASE_START - DAY_MS + n * MINUTE_MS, sourceIp: HOME }));
  return state;
}

const failing = (at: number, sourceIp: string) =>
  aMessage({ at, sourceIp, message: { recipients: 2, rejectedRecipients: 0, bounced: 1 } });

describe('mail that failed away from home', () => {
  it('is counted with the one that is looked at', () => {
    const state = atHome();
    applyEvent(state, failing(CASE_START, AWAY));
    applyEvent(state, failing(CASE_START + 2 * HOUR_MS, AWAY));

    expect(failedMailUpTo(state, failing(CASE_START + 4 * HOUR_MS, AWAY))).toBe(3);
  });

  it('is none of a newsletter, which leaves from where the account always is', () => {
    const state = atHome();
    for (let n = 0; n < 20; n += 1) applyEvent(state, failing(CASE_START + n * HOUR_MS, HOME));

    expect(state.failedMail).toBeUndefined();
  });

  it('is none of a young account that was only ever used at one network', () => {
    const state = newAccountState();
    applyEvent(state, aFoldEvent({ sourceIp: AWAY }));

    expect(failedMailUpTo(state, failing(CASE_START + MINUTE_MS, AWAY))).toBe(0);
  });

  it('is counted once for a mail merge that fails several times within the hour', () => {
    const state = atHome();
    for (let n = 0; n < 10; n += 1) applyEvent(state, failing(CASE_START + n * MINUTE_MS, AWAY));

    expect(failedMailUpTo(state, aMessage({ at: CASE_START + HOUR_MS, sourceIp: AWAY }))).toBe(1);
  });

  it('is forgotten after two days, and bounded whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6 * HOUR_MS), { maxLength: 40 }), (gaps) => {
        const state = atHome();
        let at = CASE_START;
        for (const [index, gap] of gaps.entries()) {
          at += gap;
          applyEvent(state, failing(at, `2001:db8:${index}::1`));
        }

        expect(state.failedMail?.keys.length ?? 0).toBeLessThanOrEqual(MAX_FAILED_MAIL);
        const later = aMessage({ at: at + FAILED_MAIL_MS, sourceIp: HOME });
        expect(failedMailUpTo(state, later)).toBe(0);
      }),
    );
  });
});
