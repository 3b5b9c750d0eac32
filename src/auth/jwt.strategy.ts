import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { CredentialCarrier, CredentialStrategy } from './credential-strategy.js';
import { credentialIn } from './domain/bearer.js';
import { scopesOfClaims } from './domain/token-scopes.js';
import { OidcIssuer } from './oidc-issuer.js';
import type { Operator } from './operator.js';

/** Passport strategy for JWTs of OIDC_ISSUER; without that setting it knows nobody. */
@Injectable()
export class JwtStrategy implements CredentialStrategy {
  private readonly issuer: OidcIssuer | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(CLOCK) clock: Clock,
  ) {
    const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = settings;
    this.issuer = issuer && audience ? new OidcIssuer({ issuer, audience }, clock) : undefined;
  }

  async operatorOf(request: CredentialCarrier): Promise<Operator | undefined> {
    const credential = credentialIn(request.headers.authorization);
    if (credential?.kind !== 'jwt') return undefined;
    const claims = await this.issuer?.verify(credential.token);
    if (!claims?.sub) return undefined;
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
