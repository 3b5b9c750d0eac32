import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-custom';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { credentialIn } from './domain/bearer.js';
import { scopesOfClaims } from './domain/token-scopes.js';
import { OidcIssuer } from './oidc-issuer.js';
import type { Operator } from './operator.js';

/** Passport's strategy for JWTs of OIDC_ISSUER; without that setting it knows nobody. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  private readonly issuer: OidcIssuer | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) clock: Clock,
  ) {
    super();
    const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = settings;
    this.issuer = issuer && audience ? new OidcIssuer({ issuer, audience }, clock) : undefined;
  }

  /** @returns false when the request has no JWT, or not one of the issuer's that is valid now */
  async validate(request: FastifyRequest): Promise<Operator | false> {
    const credential = credentialIn(request.headers.authorization);
    if (credential?.kind !== 'jwt') return false;
    const claims = await this.issuer?.verify(credential.token);
    if (!claims?.sub) return false;
    const name = [claims['preferred_username'], claims['email']].find(
      (claim) => typeof claim === 'string',
    );
    return {
      id: claims.sub,
      name: name ?? claims.sub,
      kind: 'jwt',
      scopes: scopesOfClaims(claims, {
        scopesClaim: this.settings.OIDC_SCOPES_CLAIM,
        rolesClaim: this.settings.OIDC_ROLES_CLAIM,
        roleScopes: this.settings.OIDC_ROLE_SCOPES,
      }),
    };
  }
}
