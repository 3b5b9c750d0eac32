import { inForce } from '../policy-rule.js';
import type { Preset } from './preset.js';

/**
 * NIST SP 800-63B-4 (August 2025), 3.1.1.2: 15 characters, or 8 beside a second factor; not on a
 * blocklist, whole passwords compared; changed on evidence of compromise. No composition and no
 * rotation, which it forbids, and nothing that looks for parts, which its blocklist mustn't.
 */
export const nist: Preset = {
  name: 'nist-800-63b-4',
  description: 'NIST SP 800-63B-4, passwords as a single factor or beside a second one.',
  rules: [
    inForce('minimum-length', { min: 15, withSecondFactor: 8 }),
    inForce('common-password', { parts: false }),
    inForce('breach-list'),
    inForce('blocklist', { derivatives: true }),
    inForce('evidence-of-compromise'),
  ],
};
