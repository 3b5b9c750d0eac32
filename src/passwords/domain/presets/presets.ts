import type { PolicyRule } from '../policy-rule.js';
import { cis } from './cis.js';
import { defaultPreset } from './default.js';
import { microsoftAd } from './microsoft-ad.js';
import { nist } from './nist.js';
import { pciDss } from './pci-dss.js';
import type { Preset } from './preset.js';

/** The standards, which nobody changes. */
export const STANDARDS: readonly Preset[] = [nist, pciDss, cis, microsoftAd];

/** What comes with the product: the standards, and the policy that a site makes its own. */
export const PRESETS: ReadonlyMap<string, Preset> = new Map(
  [...STANDARDS, defaultPreset].map((preset) => [preset.name, preset]),
);

/** Name of the policy that holds where no other is assigned. */
export const DEFAULT_POLICY_NAME = defaultPreset.name;

/** Whether it is one of the standards, which can't be changed. */
export function isStandard(name: string): boolean {
  return STANDARDS.some((standard) => standard.name === name);
}

/** The rules of a preset, with those that are given in place of those of the same kind, or added. */
export function onTopOf(preset: string, rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const base = PRESETS.get(preset)?.rules ?? [];
  const given = new Map(rules.map((rule) => [rule.rule, rule]));
  const replaced = base.map((rule) => given.get(rule.rule) ?? rule);
  const kinds = new Set(base.map(({ rule }) => rule));
  return [...replaced, ...rules.filter(({ rule }) => !kinds.has(rule))];
}
