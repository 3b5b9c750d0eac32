import { z } from 'zod';

/** What a credential may be allowed to do, each with the sentence that the documentation shows. */
export const SCOPES = {
  'events:write': 'Send events and log lines.',
  'accounts:read': 'Read events, accounts, signals, detectors and actions.',
  'accounts:respond': 'Ask for, approve, reject and undo actions; give verdicts.',
  'passwords:check': 'Check a password against a policy.',
  'policies:write': 'Change detectors, the response policy and password policies.',
  'audits:run': 'Run and read password audits and schedules.',
  'directories:write': 'Connect, change, test and synchronise directories.',
  'helpdesk:operate':
    'Use the helpdesk card: verify callers, unlock, hand out temporary passwords.',
  'helpdesk:write': 'Connect and change helpdesks and webhooks.',
  'audit-log:read': 'Read and verify the audit log.',
  admin: 'Everything, API keys included.',
} as const;

/** A permission of the API. `admin` implies every other one. */
export type Scope = keyof typeof SCOPES;

export const ScopeSchema = z
  .enum(knownScopes(Object.keys(SCOPES)))
  .meta({ id: 'Scope', description: 'A permission of the API; `admin` implies every other one.' });

/** Whether a holder of `held` may do what any one of `required` allows. */
export function hasAnyScope(held: readonly string[], required: readonly Scope[]): boolean {
  return held.includes('admin') || required.some((scope) => held.includes(scope));
}

/** The known scopes among `names`, each once; names that other services use are left out. */
export function knownScopes(names: readonly string[]): readonly Scope[] {
  return [...new Set(names)].filter((name): name is Scope => Object.hasOwn(SCOPES, name));
}
