import { createHmac, timingSafeEqual } from 'node:crypto';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/clock.js';

/** A message of a helpdesk's as it came. */
export interface SignedMessage {
  /** By its name in lower case. */
  header(name: string): string | undefined;
  /** The bytes that were signed. */
  readonly body: Buffer;
}

/** What a signature comes to: what the message is recognised by when it comes again, or why it is refused. */
export type SignatureVerdict =
  | { readonly good: true; readonly messageId: string }
  | { readonly good: false; readonly because: string };

/** How a kind of helpdesk signs what it sends. */
export interface SignatureScheme {
  /** In words, for operators. */
  readonly name: string;
  /** Whether a secret can be one of this scheme's; the reason where it can't. */
  readonly objection: (secret: string) => string | undefined;
  /** Compares in constant time. @param secrets one is enough: two hold while one is replaced */
  verify(message: SignedMessage, secrets: readonly string[], now: Date): SignatureVerdict;
}

const MIN_SECRET = 16;
const STANDARD_SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
/** A signature is no longer; a list of them (Standard Webhooks) isn't, either. */
const MAX_SIGNATURE = 2_000;

/** How a scheme is put together. */
interface Layout {
  readonly name: string;
  readonly hash: 'sha1' | 'sha256';
  readonly encoding: 'hex' | 'base64';
  /** Header of the signature. */
  readonly header: string;
  /** Before the signature in its header. */
  readonly prefix: string;
  /** Header of the time, its unit, and how far it may be off; none where no time is signed. */
  readonly time?: {
    readonly header: string;
    readonly unit: 'seconds' | 'iso';
    readonly toleranceMs: number;
  };
  /** Header of an id that is signed, too; else a message is recognised by its signature. */
  readonly idHeader?: string;
  readonly key: (secret: string) => Buffer;
  readonly signed: (body: Buffer, time: string, id: string) => readonly (string | Buffer)[];
  readonly objection: (secret: string) => string | undefined;
}

/** Zammad (SHA-1) and Jira Cloud (SHA-256) after WebSub: `X-Hub-Signature: method=hex` over the body. */
export function hubSignature(hash: 'sha1' | 'sha256'): SignatureScheme {
  return scheme({
    name: `X-Hub-Signature: ${hash}=…`,
    hash,
    encoding: 'hex',
    header: 'x-hub-signature',
    prefix: `${hash}=`,
    key: (secret) => Buffer.from(secret),
    signed: (body) => [body],
    objection: tooShort,
  });
}

/** Zendesk: base64 over time and body, without anything between. */
export const zendeskSignature = scheme({
  name: 'X-Zendesk-Webhook-Signature',
  hash: 'sha256',
  encoding: 'base64',
  header: 'x-zendesk-webhook-signature',
  prefix: '',
  time: {
    header: 'x-zendesk-webhook-signature-timestamp',
    unit: 'iso',
    toleranceMs: 5 * MINUTE_MS,
  },
  key: (secret) => Buffer.from(secret),
  signed: (body, time) => [time, body],
  objection: tooShort,
});

/** GLPI 11: hex over body and time. GLPI signs what it queues, and sends when its cron comes to it. */
export const glpiSignature = scheme({
  name: 'X-GLPI-signature',
  hash: 'sha256',
  encoding: 'hex',
  header: 'x-glpi-signature',
  prefix: '',
  time: { header: 'x-glpi-timestamp', unit: 'seconds', toleranceMs: HOUR_MS },
  key: (secret) => Buffer.from(secret),
  signed: (body, time) => [body, time],
  objection: tooShort,
});

/** Standard Webhooks 1.0: base64 over id, time and body, with dots between. */
export const standardWebhookSignature = scheme({
  name: 'Standard Webhooks',
  hash: 'sha256',
  encoding: 'base64',
  header: 'webhook-signature',
  prefix: 'v1,',
  time: { header: 'webhook-timestamp', unit: 'seconds', toleranceMs: 5 * MINUTE_MS },
  idHeader: 'webhook-id',
  key: (secret) => Buffer.from(secret.slice('whsec_'.length), 'base64'),
  signed: (body, time, id) => [`${id}.${time}.`, body],
  objection: (secret) =>
    STANDARD_SECRET.test(secret) ? undefined : 'must be whsec_ and 24 to 64 bytes in base64',
});

function scheme(layout: Layout): SignatureScheme {
  const { name, hash, encoding, header, prefix, time, idHeader } = layout;
  return {
    name,
    objection: layout.objection,
    verify(message, secrets, now) {
      const given = message.header(header) ?? '';
      const at = time ? (message.header(time.header) ?? '') : '';
      const id = idHeader === undefined ? '' : (message.header(idHeader) ?? '');
      if (given === '' || given.length > MAX_SIGNATURE) return refused(`${header} is missing`);
      if (time && !(Math.abs(now.getTime() - msOf(at, time.unit)) <= time.toleranceMs))
        return refused(`${time.header} is missing, or too far from now`);
      if (idHeader !== undefined && (id === '' || id.length > MAX_SIGNATURE))
        return refused(`${idHeader} is missing`);

      const signatures = given.split(' ').flatMap((each) => digestIn(each, prefix, encoding));
      const digests = secrets.map((secret) => {
        const mac = createHmac(hash, layout.key(secret));
        for (const part of layout.signed(message.body, at, id)) mac.update(part);
        return mac.digest();
      });
      // Every pair is compared, whichever fits: how long it takes says nothing.
      const fitting = signatures.filter((signature) =>
        digests.map((digest) => isSame(signature, digest)).includes(true),
      );
      const [first] = fitting;
      if (!first) return refused('no secret of this helpdesk makes this signature');
      return { good: true, messageId: id === '' ? first.toString('hex') : id };
    },
  };
}

function digestIn(text: string, prefix: string, encoding: 'hex' | 'base64'): Buffer[] {
  return text.startsWith(prefix) ? [Buffer.from(text.slice(prefix.length), encoding)] : [];
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function msOf(text: string, unit: 'seconds' | 'iso'): number {
  return unit === 'iso'
    ? Date.parse(text)
    : /^\d{1,12}$/.test(text)
      ? Number(text) * SECOND_MS
      : NaN;
}

function tooShort(secret: string): string | undefined {
  return secret.length < MIN_SECRET ? `must have at least ${MIN_SECRET} characters` : undefined;
}

function refused(because: string): SignatureVerdict {
  return { good: false, because };
}
