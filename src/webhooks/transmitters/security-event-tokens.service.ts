import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { CLOCK, type Clock, DAY_MS, SECOND_MS } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/errors.js';
import {
  CLOCK_SKEW_SECONDS,
  isRefusalOfToken,
  PRIVATE_KEY_ALGORITHMS,
} from '../../platform/secrets/jwt-checks.js';
import { TransmitterKeys } from './transmitter-keys.service.js';
import type { Transmitter } from './transmitter.repository.js';

/** How old a token may be: senders try again for days. Which ones were received is known for longer. */
export const MAX_AGE_DAYS = 7;

/** Error codes of RFC 8935, section 2.4. */
export type RefusalCode = 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience';

/** A token that isn't taken in; the sender is told why (RFC 8935, section 2.3). */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(
    readonly code: RefusalCode,
    description: string,
  ) {
    super(description);
  }
}

const Claims = z.object({
  iss: z.string(),
  iat: z.number(),
  jti: z.string().min(1).max(500),
  toe: z.number().optional(),
  sub_id: z.unknown(),
  events: z
    .record(z.string().max(500), z.record(z.string(), z.unknown()))
    .refine((events) => Object.keys(events).length > 0, 'holds no event')
    .refine((events) => Object.keys(events).length <= 10, 'holds too many events'),
});

/** What a security event token says (RFC 8417, section 2.2), its signature and claims checked. */
export type SecurityEventClaims = z.output<typeof Claims>;

/** Checks the security event tokens of transmitters. */
@Injectable()
export class SecurityEventTokens {
  constructor(
    private readonly keys: TransmitterKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The claims of a token that this transmitter signed for this audience. A token of another type,
   * such as an ID token of the same issuer, is none.
   *
   * @throws TokenRefused
   * @throws DomainError `transmitter-keys-unavailable`
   */
  async verify(token: string, transmitter: Transmitter): Promise<SecurityEventClaims> {
    const payload = await this.checked(token, transmitter);
    const claims = Claims.safeParse(payload);
    if (claims.success) return claims.data;
    const [issue] = claims.error.issues;
    throw new TokenRefused(
      'invalid_request',
      `The claim ${issue?.path.join('.')} is missing or wrong: ${issue?.message}`,
    );
  }

  private async checked(token: string, { issuer, audience, jwksUrl }: Transmitter) {
    const now = this.clock.now();
    try {
      const { payload } = await jwtVerify(token, this.keys.at(jwksUrl), {
        issuer,
        audience,
        algorithms: PRIVATE_KEY_ALGORITHMS,
        typ: 'secevent+jwt',
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: now,
        maxTokenAge: (MAX_AGE_DAYS * DAY_MS) / SECOND_MS,
        requiredClaims: ['iss', 'aud', 'iat', 'jti', 'events'],
      });
      return payload;
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

function refusalOf(error: unknown): Error {
  if (!isRefusalOfToken(error))
    return new DomainError(
      'unavailable',
      'transmitter-keys-unavailable',
      "The transmitter's keys can't be had, so the token can't be checked. Send it again later.",
      { retryAfter: 60 },
    );
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss')
    return new TokenRefused('invalid_issuer', 'It is the token of another issuer.');
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
    return new TokenRefused('invalid_audience', 'It is a token for another audience.');
  if (KEY_PROBLEMS.some((problem) => error instanceof problem))
    return new TokenRefused('invalid_key', "No key of the issuer's has signed it.");
  return new TokenRefused(
    'invalid_request',
    `It is no valid security event token: ${error.message}`,
  );
}

const KEY_PROBLEMS = [
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
];
