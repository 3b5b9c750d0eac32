import { inForce } from '../policy-rule.js';
import type { Preset } from './preset.js';

/** What the Default Domain Policy of a new Active Directory domain asks for. */
export const microsoftAd: Preset = {
  name: 'microsoft-ad',
  description: 'The Default Domain Policy of a new Active Directory domain.',
  rules: [
    inForce('minimum-length', { min: 7 }, 'Microsoft, Minimum password length'),
    inForce(
      'composition',
      { categories: 3 },
      'Microsoft, Password must meet complexity requirements',
    ),
    inForce('account-name'),
    inForce('history', { count: 24 }, 'Microsoft, Enforce password history'),
    inForce('minimum-age', { days: 1 }, 'Microsoft, Minimum password age'),
    inForce('maximum-age', { days: 42 }, 'Microsoft, Maximum password age'),
  ],
};
