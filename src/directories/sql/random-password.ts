import { createHash, randomBytes } from 'node:crypto';

/** A password nobody knows: 32 characters, 192 random bits. It is hashed and let go of. */
export function randomPassword(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * 16 bytes that stand for an action. They become the salt of the password that it sets, so that a
 * repeat of the action sees its own work in the stored hash.
 */
export function seedOf(actionId: string): Uint8Array {
  return createHash('sha256').update(`forced reset ${actionId}`).digest().subarray(0, 16);
}
