import { ResponsePolicy } from './response-policy.js';

/** A policy that acts at once, with what a spec is about. */
export function aPolicy(overrides: Partial<ResponsePolicy> = {}): ResponsePolicy {
  return { ...ResponsePolicy.parse({ mode: 'enforce' }), ...overrides };
}
