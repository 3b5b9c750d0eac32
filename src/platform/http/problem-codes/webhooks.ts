import type { ProblemCode } from './problem-code.js';

/** Codes of webhooks. */
export const WEBHOOK_PROBLEMS = {
  'webhook-not-found': {
    kind: 'not-found',
    title: 'There is no such webhook',
    remedy: 'List the webhooks for their ids.',
  },
  'webhook-name-taken': {
    kind: 'conflict',
    title: 'Another webhook has this name',
    remedy: 'Choose another name.',
  },
  'webhook-target-refused': {
    kind: 'unprocessable',
    title: 'Nothing is sent to this target',
    remedy: 'Give a public address, or name its network in PRIVATE_TARGETS.',
  },
  'delivery-not-found': {
    kind: 'not-found',
    title: 'There is no such delivery',
    remedy: 'List the deliveries of the webhook; finished ones are kept for 30 days.',
  },
  'webhook-unsigned': {
    kind: 'conflict',
    title: 'The webhook has no secret',
    remedy: 'Only webhooks of the format standard have one.',
  },
  'webhook-not-polled': {
    kind: 'conflict',
    title: 'The messages of this webhook are posted',
    remedy: 'Make a webhook of the format set-poll to fetch them.',
  },
  'public-url-needed': {
    kind: 'unprocessable',
    title: 'Security events need PUBLIC_URL',
    remedy: 'Set PUBLIC_URL: it is the issuer of the tokens.',
  },
  'transmitter-not-found': {
    kind: 'not-found',
    title: 'There is no such transmitter',
    remedy: 'List the transmitters for their ids; one that is disabled sends nothing.',
  },
  'transmitter-name-taken': {
    kind: 'conflict',
    title: 'Another transmitter has this name',
    remedy: 'Choose another name.',
  },
  'transmitter-keys-refused': {
    kind: 'unprocessable',
    title: 'Nothing is fetched from this target',
    remedy: 'Give a public address, or name its network in PRIVATE_TARGETS.',
  },
  'transmitter-keys-unavailable': {
    kind: 'unavailable',
    title: "The transmitter's keys can't be had",
    remedy: 'Send the token again later; check `jwksUrl`.',
  },
} as const satisfies Readonly<Record<string, ProblemCode>>;
