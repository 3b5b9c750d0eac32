import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** A secret that every scheme but Standard Webhooks takes. */
export const HOOK_SECRET = 'a secret of the helpdesk';
/** One of Standard Webhooks. */
export const STANDARD_SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

/** Headers that sign a body as a helpdesk does. */
export type HookSigner = (body: string, at: Date, secret?: string) => Record<string, string>;

const mac = (hash: string, text: string, encoding: 'hex' | 'base64', secret: string) =>
  createHmac(hash, secret).update(text).digest(encoding);
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1_000));

/** How each kind of helpdesk signs, by what its maker documents. */
export const hookSigners = {
  zammad: (body, _at, secret = HOOK_SECRET) => ({
    'x-hub-signature': `sha1=${mac('sha1', body, 'hex', secret)}`,
  }),
  jira: (body, _at, secret = HOOK_SECRET) => ({
    'x-hub-signature': `sha256=${mac('sha256', body, 'hex', secret)}`,
  }),
  zendesk: (body, at, secret = HOOK_SECRET) => ({
    'x-zendesk-webhook-signature': mac('sha256', at.toISOString() + body, 'base64', secret),
    'x-zendesk-webhook-signature-timestamp': at.toISOString(),
  }),
  glpi: (body, at, secret = HOOK_SECRET) => ({
    'x-glpi-signature': mac('sha256', body + seconds(at), 'hex', secret),
    'x-glpi-timestamp': seconds(at),
  }),
  standard: (body, at, secret = STANDARD_SECRET) => ({
    'webhook-id': `msg_${body.length}`,
    'webhook-timestamp': seconds(at),
    'webhook-signature': new Webhook(secret).sign(`msg_${body.length}`, at, body),
  }),
} satisfies Record<string, HookSigner>;
