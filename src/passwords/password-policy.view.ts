import { isStandard } from './domain/presets/presets.js';
import { PasswordPolicyView } from './password-policies.schemas.js';
import type { StoredPolicy } from './password-policy.repository.js';

/** A policy as it is shown. */
export function passwordPolicyView(policy: StoredPolicy): PasswordPolicyView {
  return PasswordPolicyView.parse({
    name: policy.name,
    version: policy.version,
    description: policy.description,
    words: policy.words,
    assignments: policy.assignments,
    rules: policy.rules,
    readOnly: isStandard(policy.name),
    changedAt: policy.changedAt?.toISOString() ?? null,
    changedBy: policy.changedBy ?? null,
  });
}
