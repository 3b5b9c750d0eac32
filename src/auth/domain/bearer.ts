const BEARER = /^bearer +([^\s]{1,16384})$/i;
const JWT_PARTS = 3;

/** A credential of an Authorization header, sorted by what it can be. */
export type Credential =
  | { readonly kind: 'jwt'; readonly token: string }
  | { readonly kind: 'api-key'; readonly token: string };

/** The credential in an `Authorization: Bearer …` header; undefined when there is none. */
export function credentialIn(authorization: string | undefined): Credential | undefined {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token === undefined) return undefined;
  const isJwt = token.startsWith('eyJ') && token.split('.').length === JWT_PARTS;
  return { kind: isJwt ? 'jwt' : 'api-key', token };
}
