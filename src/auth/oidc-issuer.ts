import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import {
  CLOCK_SKEW_SECONDS,
  isRefusalOfToken,
  PRIVATE_KEY_ALGORITHMS,
} from '../platform/secrets/jwt-checks.js';

const ANSWER_MS = 5_000;
const RETRY_MS = 10_000;

/** OpenID Connect Discovery 1.0, section 3: the part that is needed. */
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** How an issuer is trusted. */
export interface IssuerOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Milliseconds between two fetches of the keys because of a key id that isn't known. */
  readonly cooldownMs?: number;
}

/** The site's OIDC issuer: finds its keys by discovery and checks the JWTs that it signed. */
export class OidcIssuer {
  private keys: Promise<Keys> | undefined;
  private lastFailureAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly options: IssuerOptions,
    private readonly clock: Clock,
  ) {}

  /**
   * The claims of a token that this issuer signed for this audience and that is valid now, give or
   * take a minute; undefined for any other token.
   *
   * @throws DomainError `oidc-issuer-unavailable` when the issuer's keys can't be had
   */
  async verify(token: string): Promise<JWTPayload | undefined> {
    const keys = await this.currentKeys();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: this.options.issuer,
        audience: this.options.audience,
        algorithms: PRIVATE_KEY_ALGORITHMS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: this.clock.now(),
        requiredClaims: ['sub', 'exp'],
      });
      return payload;
    } catch (error) {
      if (isRefusalOfToken(error)) return undefined;
      throw unavailable();
    }
  }

  private currentKeys(): Promise<Keys> {
    if (this.keys) return this.keys;
    const now = this.clock.now().getTime();
    // An issuer that is down isn't asked again by every request.
    if (now - this.lastFailureAt < RETRY_MS) return Promise.reject(unavailable());
    this.keys = this.discover().catch(() => {
      this.keys = undefined;
      this.lastFailureAt = now;
      throw unavailable();
    });
    return this.keys;
  }

  private async discover(): Promise<Keys> {
    const { issuer, cooldownMs } = this.options;
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'error' });
    if (!answer.ok) throw new Error(`discovery answered ${answer.status}`);
    const document = Discovery.parse(await answer.json());
    if (document.issuer !== issuer) throw new Error('discovery names another issuer');
    return createRemoteJWKSet(new URL(document.jwks_uri), {
      timeoutDuration: ANSWER_MS,
      ...(cooldownMs === undefined ? {} : { cooldownDuration: cooldownMs }),
    });
  }
}

function unavailable(): DomainError {
  return new DomainError(
    'unavailable',
    'oidc-issuer-unavailable',
    'The issuer of the token does not answer, so the token can not be checked.',
  );
}
