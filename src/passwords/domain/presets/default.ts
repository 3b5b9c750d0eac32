import { inForce } from '../policy-rule.js';
import type { Preset } from './preset.js';

/**
 * The policy where none is named. Twelve characters are PCI DSS 4.0.1's least; NIST SP 800-63B-4
 * asks for 15 where the password is the only factor, which few mail servers' users would meet on
 * the first day, and for 8 beside a second factor. No composition and no rotation: NIST forbids
 * them. No history: it would keep digests.
 */
export const defaultPreset: Preset = {
  name: 'default',
  description: 'What holds where no other policy is assigned.',
  rules: [
    inForce('minimum-length', { min: 12 }, 'PCI DSS 4.0.1 §8.3.6'),
    inForce('minimum-score', { min: 3 }),
    inForce('common-password', { parts: true }),
    inForce('breach-list'),
    inForce('blocklist'),
    inForce('points', { threshold: 5 }),
    inForce('context-words'),
    inForce('calendar-words'),
    inForce('keyboard-walks'),
    inForce('runs'),
    inForce('similarity'),
    inForce('evidence-of-compromise'),
  ],
};
