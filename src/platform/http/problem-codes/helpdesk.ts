import type { ProblemCode } from './problem-code.js';

/** Codes of helpdesks, tickets and the operator's counter. */
export const HELPDESK_PROBLEMS = {
  'helpdesk-not-found': {
    kind: 'not-found',
    title: 'There is no such helpdesk',
    remedy: 'List the helpdesks for their ids.',
  },
  'helpdesk-name-taken': {
    kind: 'conflict',
    title: 'Another helpdesk has this name',
    remedy: 'Choose another name.',
  },
  'helpdesk-secret-needed': {
    kind: 'unprocessable',
    title: 'The secret has to be given again',
    remedy: 'Give the secret together with the new server; the old one is kept for the old server.',
  },
  'own-account': {
    kind: 'forbidden',
    title: 'It is your own account',
    remedy: 'Ask another operator: nobody verifies or releases himself.',
  },
  'contact-unusable': {
    kind: 'unprocessable',
    title: 'There is no such way to verify the caller',
    remedy: 'Take one of `ways` on the card, or the method `manager`.',
  },
  'too-many-verifications': {
    kind: 'too-many',
    title: 'Too many verifications within an hour',
    remedy: 'Hand the call over to security, or wait.',
  },
  'code-not-sent': {
    kind: 'unavailable',
    title: 'The code could not be sent',
    remedy: 'Choose another way to verify the caller; check SMTP_URL and PHONE_GATEWAY_URL.',
  },
  'verification-not-found': {
    kind: 'not-found',
    title: 'There is no such verification',
    remedy: 'Use one of this account that you have begun yourself.',
  },
  'verification-not-pending': {
    kind: 'conflict',
    title: 'The verification is over',
    remedy: 'Begin another one.',
  },
  'wrong-answer': {
    kind: 'unprocessable',
    title: 'That is not the right answer',
    remedy: 'Ask the caller again; after three wrong answers begin another verification.',
  },
  'own-verification': {
    kind: 'forbidden',
    title: 'It is your own verification',
    remedy: 'Ask another operator to approve it.',
  },
  'caller-not-verified': {
    kind: 'conflict',
    title: 'The caller is not verified',
    remedy: 'Verify the caller first; a verification holds for half an hour and one release.',
  },
  'approver-needed': {
    kind: 'forbidden',
    title: 'A second operator has to approve',
    remedy: 'Ask an operator with accounts:respond to approve the verification.',
  },
  'ticket-not-found': {
    kind: 'not-found',
    title: 'There is no such ticket',
    remedy: 'List the tickets; name one by its key or by the id that the helpdesk gave it.',
  },
  'attributes-unsupported': {
    kind: 'unprocessable',
    title: 'The directory gives no attributes',
    remedy: 'Name attributes of an LDAP directory or columns of an SQL one.',
  },
  'helpdesk-without-hooks': {
    kind: 'conflict',
    title: 'This kind of helpdesk sends no signed webhooks',
    remedy: 'Let a trigger call `/hints` with an API key, or wait until the helpdesk is asked.',
  },
  'hook-not-signed': {
    kind: 'unauthenticated',
    title: 'The message is not signed as it must be',
    remedy: "Compare the helpdesk's secret with the inbound secret, and the clocks.",
  },
} as const satisfies Readonly<Record<string, ProblemCode>>;
