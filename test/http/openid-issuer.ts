import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';

/** An OIDC issuer on loopback that signs whatever it is asked to. */
export interface FakeIssuer {
  readonly issuer: string;
  /** How often the keys were fetched. */
  keyFetches(): number;
  /** Signs with the newest key; `claims` and `header` replace the usual ones. */
  sign(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>;
  /** The public key in the spelling that an attacker would use as a shared secret. */
  publicKeyPem(): Promise<string>;
  /** Replaces the key by a fresh one. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

/** Starts an issuer whose tokens are for `audience` and hold for five minutes from `now`. */
export async function startIssuer(audience: string, now = () => new Date()): Promise<FakeIssuer> {
  const { exportSPKI } = await import('jose');
  let number = 0;
  let fetches = 0;
  let pair = await generateKeyPair('RS256', { extractable: true });

  const server = createServer((request, response) => {
    void (async () => {
      const isDiscovery = request.url === '/.well-known/openid-configuration';
      if (!isDiscovery) fetches += 1;
      const answer = isDiscovery
        ? { issuer, jwks_uri: `${issuer}/keys` }
        : { keys: [{ ...(await exportJWK(pair.publicKey)), kid: `key-${number}`, alg: 'RS256' }] };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const issuer = `http://127.0.0.1:${port}`;

  return {
    issuer,
    keyFetches: () => fetches,
    sign(claims = {}, header = {}) {
      const at = Math.floor(now().getTime() / 1000);
      const usual = { iss: issuer, aud: audience, sub: 'alice', iat: at, exp: at + 300 };
      const given = Object.entries({ ...usual, ...claims }).filter(
        ([, value]) => value !== undefined,
      );
      return new SignJWT(Object.fromEntries(given))
        .setProtectedHeader({ alg: 'RS256', kid: `key-${number}`, ...header })
        .sign(pair.privateKey);
    },
    publicKeyPem: () => exportSPKI(pair.publicKey),
    async rotate() {
      number += 1;
      pair = await generateKeyPair('RS256', { extractable: true });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
