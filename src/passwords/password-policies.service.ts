import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { prepared, type PreparedPolicy } from './domain/policy.js';
import { PRESETS } from './domain/presets/presets.js';

const PREPARED = new Map(
  [...PRESETS].map(([name, { rules }]) => [name, prepared({ name, version: 1, rules })]),
);

/** The password policies, ready to judge. */
@Injectable()
export class PasswordPoliciesService {
  /** @throws DomainError `password-policy-not-found` */
  async named(name: string): Promise<PreparedPolicy> {
    const policy = PREPARED.get(name);
    if (policy) return policy;
    throw new DomainError(
      'not-found',
      'password-policy-not-found',
      'There is no password policy of this name.',
    );
  }
}
