import { inForce } from '../policy-rule.js';
import type { Preset } from './preset.js';

/** PCI DSS 4.0.1, 8.3.6, 8.3.7 and 8.3.9 for passwords that are the only factor. */
export const pciDss: Preset = {
  name: 'pci-dss-4.0.1',
  description: 'PCI DSS 4.0.1, for passwords that are the only factor.',
  rules: [
    inForce('minimum-length', { min: 12 }, 'PCI DSS 4.0.1 §8.3.6'),
    inForce('composition', { letters: 1, digits: 1 }, 'PCI DSS 4.0.1 §8.3.6'),
    inForce('history', { count: 4 }, 'PCI DSS 4.0.1 §8.3.7'),
    inForce('maximum-age', { days: 90 }, 'PCI DSS 4.0.1 §8.3.9'),
  ],
};
