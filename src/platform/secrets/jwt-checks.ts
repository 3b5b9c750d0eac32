import { errors } from 'jose';

/** Signatures by a private key only: with HS256 anybody could sign with the sender's public key. */
export const PRIVATE_KEY_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** How far the sender's clock may be off, in seconds. */
export const CLOCK_SKEW_SECONDS = 60;

/** Whether a token was at fault. jose's errors speak of it, except for the ones about fetching keys. */
export function isRefusalOfToken(error: unknown): error is errors.JOSEError {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== errors.JOSEError.code
  );
}
