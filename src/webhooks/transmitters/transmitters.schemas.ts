import { z } from 'zod';
import { PageQuery, pageView } from '../../platform/http/page.js';
import { type ReceivedEvent, RECEIVED_OUTCOMES } from './received-event.repository.js';
import { SUBJECT_IS, type Transmitter } from './transmitter.repository.js';

const ID = '01937a5e-0000-7000-8000-000000000090';
const EXAMPLE = {
  id: ID,
  name: 'identity provider',
  issuer: 'https://idp.example.com',
  audience: 'https://authwarden.example.com',
  jwksUrl: 'https://idp.example.com/jwks.json',
  subjectIssuers: [],
  subjectIs: 'login',
  enabled: true,
  createdAt: '2026-11-23T07:55:00.000Z',
};

export const TransmitterParams = z.strictObject({
  id: z.uuid().describe('Id of the transmitter.'),
});
export type TransmitterParams = z.output<typeof TransmitterParams>;

const HTTPS_OR_LOOPBACK = /^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)[:/])/;

const name = z.string().trim().min(1).max(100).describe('What people call it; unique.');
const issuer = z.string().min(1).max(500).describe('`iss` of its tokens, to the letter.');
const audience = z.string().min(1).max(500).describe('What `aud` of its tokens has to name.');
const jwksUrl = z
  .url()
  .max(2_000)
  .regex(HTTPS_OR_LOOPBACK, 'must be https')
  .describe('Where its keys are (a JWK set). Private networks need PRIVATE_TARGETS.');
const subjectIssuers = z
  .array(z.string().min(1).max(500))
  .max(20)
  .describe('Issuers, besides itself, by whose names it may speak of people (`iss_sub`).');
const subjectIs = z
  .enum(SUBJECT_IS)
  .describe(
    "What the subject of `iss_sub` and `opaque` is here: the login, or the directory's id.",
  );
const enabled = z.boolean().describe('Whether its tokens are taken in.');

export const NewTransmitterBody = z
  .strictObject({
    name,
    issuer,
    audience,
    jwksUrl,
    subjectIssuers: subjectIssuers.default([]),
    subjectIs: subjectIs.default('login'),
    enabled: enabled.default(true),
  })
  .meta({
    id: 'NewTransmitter',
    examples: [
      {
        name: EXAMPLE.name,
        issuer: EXAMPLE.issuer,
        audience: EXAMPLE.audience,
        jwksUrl: EXAMPLE.jwksUrl,
      },
    ],
  });
export type NewTransmitterBody = z.output<typeof NewTransmitterBody>;

export const TransmitterPatchBody = z
  .strictObject({ name, issuer, audience, jwksUrl, subjectIssuers, subjectIs, enabled })
  .partial()
  .meta({ id: 'TransmitterPatch', examples: [{ enabled: false }] });
export type TransmitterPatchBody = z.output<typeof TransmitterPatchBody>;

export const TransmitterView = z
  .object({
    id: z.uuid(),
    name,
    issuer,
    audience,
    jwksUrl: z.string().describe('Where its keys are.'),
    subjectIssuers,
    subjectIs,
    enabled,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Transmitter', examples: [EXAMPLE] });
export type TransmitterView = z.output<typeof TransmitterView>;

export const TransmitterPage = pageView(TransmitterView, 'TransmitterPage').meta({
  examples: [{ items: [EXAMPLE], nextCursor: null }],
});

const RECEIVED = {
  id: '01937a5e-0000-7000-8000-000000000091',
  jti: '756E69717565206964656E746966696572',
  types: ['https://schemas.openid.net/secevent/risc/event-type/credential-compromise'],
  accountId: '01937a5e-0000-7000-8000-000000000001',
  outcome: 'signal',
  issuedAt: '2026-11-23T08:00:58.000Z',
  receivedAt: '2026-11-23T08:01:00.000Z',
};

export const ReceivedEventView = z
  .object({
    id: z.uuid(),
    jti: z.string().describe("The sender's id of the token."),
    types: z.array(z.string()).describe('URIs of its events.'),
    accountId: z.uuid().nullable().describe('Against whom it counts.'),
    outcome: z
      .enum(RECEIVED_OUTCOMES)
      .describe(
        'signal: it counts. no-compromise: it speaks of none. unknown-subject, ambiguous-subject: no account, or several, have the name that it uses.',
      ),
    issuedAt: z.iso.datetime(),
    receivedAt: z.iso.datetime(),
  })
  .meta({ id: 'ReceivedSecurityEvent', examples: [RECEIVED] });
export type ReceivedEventView = z.output<typeof ReceivedEventView>;

export const ReceivedEventPage = pageView(ReceivedEventView, 'ReceivedSecurityEventPage').meta({
  examples: [{ items: [RECEIVED], nextCursor: null }],
});

export const TokenRefusalView = z
  .object({
    err: z.enum(['invalid_request', 'invalid_key', 'invalid_issuer', 'invalid_audience']),
    description: z.string(),
  })
  .meta({
    id: 'SecurityEventRefusal',
    examples: [{ err: 'invalid_audience', description: 'It is a token for another audience.' }],
  });
export type TokenRefusalView = z.output<typeof TokenRefusalView>;

export const TransmittersQuery = PageQuery;
export type TransmittersQuery = z.output<typeof TransmittersQuery>;
export const TransmittersCursor = z.strictObject({ after: z.uuid() });
export const ReceivedEventsCursor = z.strictObject({ before: z.uuid() });

/** A transmitter as the API shows it. */
export function transmitterView(transmitter: Transmitter): TransmitterView {
  return {
    ...transmitter,
    subjectIssuers: [...transmitter.subjectIssuers],
    createdAt: transmitter.createdAt.toISOString(),
  };
}

/** A received token as the API shows it. */
export function receivedEventView(row: ReceivedEvent): ReceivedEventView {
  return {
    id: row.id,
    jti: row.jti,
    types: [...row.types],
    accountId: row.account_id,
    outcome: row.outcome,
    issuedAt: row.issued_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
  };
}
