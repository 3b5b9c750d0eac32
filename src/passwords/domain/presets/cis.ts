import { inForce } from '../policy-rule.js';
import type { Preset } from './preset.js';

const GUIDE = 'CIS Password Policy Guide 2021.12';

/**
 * CIS Password Policy Guide (2021.12) and CIS Controls v8, 5.2: 14 characters with one that is no
 * letter, or 8 beside a second factor; a deny list of common passwords; the last 5 and a day
 * between changes; a change a year at the latest.
 */
export const cis: Preset = {
  name: 'cis',
  description: 'CIS Password Policy Guide 2021.12 and CIS Controls v8, 5.2.',
  rules: [
    inForce('minimum-length', { min: 14, withSecondFactor: 8 }, 'CIS Controls v8 5.2'),
    inForce('composition', { nonAlphabetic: 1, unlessSecondFactor: true }, `${GUIDE}, composition`),
    inForce('common-password', { parts: false }, `${GUIDE}, deny list`),
    inForce('history', { count: 5 }, `${GUIDE}, history`),
    inForce('minimum-age', { days: 1 }, `${GUIDE}, change delay`),
    inForce('maximum-age', { days: 365 }, `${GUIDE}, expiration`),
  ],
};
