import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DomainError } from '../../kernel/errors.js';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES;

/**
 * Encrypts credentials at rest: AES-256-GCM with a random nonce. A sealed value is a version byte,
 * the nonce, the tag and the ciphertext.
 *
 * Each value is bound to its context (the id of the row that it belongs to), so that one row's
 * value can't be put into another one.
 */
export class SecretBox {
  /** @param key gives the 32 bytes when they are first needed; its refusals go to the caller */
  constructor(private readonly key: () => Buffer) {}

  /** @throws DomainError `secrets-key-missing` where there is no key */
  seal(secret: string, context: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(), nonce);
    cipher.setAAD(associated(context));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws DomainError `secrets-key-missing`, or `secrets-key-wrong` when key, context or value don't belong together */
  open(sealed: Buffer, context: string): string {
    if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw wrongKey();
    const nonce = sealed.subarray(1, HEADER_BYTES);
    const tag = sealed.subarray(HEADER_BYTES, HEADER_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.key(), nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(associated(context));
    decipher.setAuthTag(tag);
    const start = decipher.update(sealed.subarray(HEADER_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([start, decipher.final()]).toString('utf8');
    } catch {
      throw wrongKey();
    }
  }
}

function associated(context: string): Buffer {
  return Buffer.from(`authwarden secret ${VERSION} ${context}`, 'utf8');
}

function wrongKey(): DomainError {
  return new DomainError(
    'unprocessable',
    'secrets-key-wrong',
    'The stored credentials can’t be read with this key: they were encrypted with another SECRETS_KEY. Set the old one again, or give the credentials anew.',
  );
}
