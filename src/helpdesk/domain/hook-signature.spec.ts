import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  HOOK_SECRET,
  type HookSigner,
  hookSigners,
  STANDARD_SECRET,
} from '../../../test/support/hook-signers.js';
import {
  glpiSignature,
  hubSignature,
  type SignatureScheme,
  standardWebhookSignature,
  zendeskSignature,
} from './hook-signature.js';

const NOW = new Date('2026-11-23T08:00:00.000Z');
const OTHER = 'another secret of it';
const OTHER_STANDARD = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;
const BODY = '{"ticket":{"id":42,"title":"Grüße"}}';

interface Case {
  readonly kind: keyof typeof hookSigners;
  readonly scheme: SignatureScheme;
  readonly secret: string;
  readonly other: string;
  readonly toleranceMs?: number;
}
const others = { secret: HOOK_SECRET, other: OTHER };
const CASES: readonly Case[] = [
  { kind: 'zammad', scheme: hubSignature('sha1'), ...others },
  { kind: 'jira', scheme: hubSignature('sha256'), ...others },
  { kind: 'zendesk', scheme: zendeskSignature, ...others, toleranceMs: 300_000 },
  { kind: 'glpi', scheme: glpiSignature, ...others, toleranceMs: 3_600_000 },
  {
    kind: 'standard',
    scheme: standardWebhookSignature,
    secret: STANDARD_SECRET,
    other: OTHER_STANDARD,
    toleranceMs: 300_000,
  },
];
const messageOf = (headers: Readonly<Record<string, string>>, body: string) => ({
  header: (name: string) => headers[name],
  body: Buffer.from(body),
});

describe.each(CASES)('the signature of $kind', ({ kind, scheme, secret, other, toleranceMs }) => {
  const sign: HookSigner = hookSigners[kind];
  const signed = (at = NOW, by = secret) => messageOf(sign(BODY, at, by), BODY);
  const isGood = (message: ReturnType<typeof signed>, secrets = [secret]) =>
    scheme.verify(message, secrets, NOW).good;

  it('is good by either of two secrets', () => {
    expect(isGood(signed(), [other, secret])).toBe(true);
    expect(isGood(signed(NOW, other), [other, secret])).toBe(true);
  });

  it('is refused by another secret, and by none', () => {
    expect(isGood(signed(), [other])).toBe(false);
    expect(isGood(signed(), [])).toBe(false);
  });

  it('is refused when a byte of the body has changed, or the header is missing', () => {
    expect(isGood(messageOf(sign(BODY, NOW), `${BODY} `))).toBe(false);
    expect(isGood(messageOf({}, BODY))).toBe(false);
  });

  it('keeps to the time that is signed, where one is', () => {
    const age = (ms: number) => isGood(signed(new Date(NOW.getTime() - ms)));
    const limit = toleranceMs ?? 0;

    expect(age(limit)).toBe(true);
    expect(age(limit + 1_000)).toBe(toleranceMs === undefined);
    expect(age(-limit - 1_000)).toBe(toleranceMs === undefined);
  });

  it('names the same message by the same id, and others by others', () => {
    const idOf = (body: string) => {
      const verdict = scheme.verify(messageOf(sign(body, NOW), body), [secret], NOW);
      return verdict.good ? verdict.messageId : undefined;
    };

    expect(idOf(BODY)).toBe(idOf(BODY));
    expect(idOf(BODY)).not.toBe(idOf('{}'));
  });

  it('refuses whatever else is put into the headers, and never throws', () => {
    const names = fc.constantFrom(...Object.keys(sign(BODY, NOW)));

    fc.assert(
      fc.property(fc.dictionary(names, fc.string()), fc.string(), (headers, body) => {
        expect(isGood(messageOf(headers, body))).toBe(false);
      }),
    );
  });
});

describe('secrets', () => {
  it.each([
    [hubSignature('sha1'), 'short', true],
    [hubSignature('sha1'), HOOK_SECRET, false],
    [standardWebhookSignature, HOOK_SECRET, true],
    [standardWebhookSignature, STANDARD_SECRET, false],
  ])('are objected to where nobody could sign well by them', (scheme, secret, isRefused) => {
    expect(scheme.objection(secret) !== undefined).toBe(isRefused);
  });
});
