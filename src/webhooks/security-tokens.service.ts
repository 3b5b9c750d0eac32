import { Inject, Injectable } from '@nestjs/common';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { z } from 'zod';
import { DomainError } from '../kernel/errors.js';
import { newId } from '../kernel/ids.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { Database } from '../platform/database/database.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { type SecurityKey, SecurityKeyRepository } from './security-key.repository.js';

const ALGORITHM = 'ES256';
const Stored = z.record(z.string(), z.unknown());

/** Signs security event tokens (RFC 8417), and shows by which keys they can be checked. */
@Injectable()
export class SecurityTokens {
  constructor(
    private readonly database: Database,
    private readonly repository: SecurityKeyRepository,
    private readonly box: SecretBox,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Who signs. @throws DomainError `public-url-needed` */
  get issuer(): string {
    const { PUBLIC_URL: url } = this.settings;
    if (url !== undefined) return url;
    throw new DomainError(
      'unprocessable',
      'public-url-needed',
      'Security events name their issuer: set PUBLIC_URL first.',
    );
  }

  /** The public keys, as a JWK set has them. */
  async keys(): Promise<JWK[]> {
    const keys = await this.repository.list(this.database.direct);
    return keys.map(({ publicJwk }) => publicJwk);
  }

  /**
   * @param claims what the token says besides issuer, id and time
   * @throws DomainError `public-url-needed`, `secrets-key-missing`, `secrets-key-wrong`
   */
  async sign(
    jti: string,
    audience: string,
    claims: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const { id, sealedPrivateJwk } = await this.signingKey();
    const jwk = Stored.parse(JSON.parse(this.box.open(sealedPrivateJwk, contextOf(id))));
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'secevent+jwt', kid: id })
      .setIssuer(this.issuer)
      .setAudience(audience)
      .setJti(jti)
      .setIssuedAt()
      .sign(await importJWK(jwk, ALGORITHM));
  }

  private async signingKey(): Promise<SecurityKey> {
    const { direct } = this.database;
    const [key] = await this.repository.list(direct);
    if (key) return key;
    const fresh = await this.make();
    await this.database.transaction((tx) => this.repository.addFirst(tx, fresh));
    const [kept = fresh] = await this.repository.list(direct);
    return kept;
  }

  private async make(): Promise<SecurityKey> {
    const id = newId();
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const common = { kid: id, alg: ALGORITHM, use: 'sig' };
    const sealed = this.box.seal(JSON.stringify(await exportJWK(privateKey)), contextOf(id));
    return {
      id,
      publicJwk: { ...(await exportJWK(publicKey)), ...common },
      sealedPrivateJwk: sealed,
    };
  }
}

function contextOf(id: string): string {
  return `security key ${id}`;
}
