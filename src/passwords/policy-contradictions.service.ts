import { Injectable } from '@nestjs/common';
import type { DirectoryConnector } from '../directories/domain/connector.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { DomainError } from '../kernel/errors.js';
import { type Contradiction, contradictionsWith } from './domain/contradictions.js';
import { contradictionsWithDirectory } from './domain/directory-contradictions.js';
import { isStandard } from './domain/presets/presets.js';
import { PasswordPoliciesService, policyNotFound } from './password-policies.service.js';

/** What a policy is compared with. */
export interface Comparison {
  readonly standard?: string | undefined;
  /** Id of a directory. */
  readonly directory?: string | undefined;
  /** Login of an account in it; the first one listed without. */
  readonly account?: string | undefined;
}

/** What the comparison came to. */
export interface ContradictionReport {
  readonly policy: string;
  readonly policyVersion: number;
  /** The standard, or where in the directory the rules come from. */
  readonly against: string;
  readonly contradictions: readonly Contradiction[];
}

/** Compares password policies with standards, and with what directories enforce themselves. */
@Injectable()
export class PolicyContradictions {
  constructor(
    private readonly policies: PasswordPoliciesService,
    private readonly directories: DirectoriesService,
  ) {}

  /**
   * @throws DomainError `password-policy-not-found`, `directory-not-found`,
   *   `directory-policy-unknown`, or why the directory doesn't answer
   */
  async report(name: string, comparison: Comparison): Promise<ContradictionReport> {
    const { version, rules } = await this.policies.find(name);
    const { standard, directory, account } = comparison;
    if (standard !== undefined) {
      if (!isStandard(standard)) throw policyNotFound();
      const contradictions = contradictionsWith(standard, rules);
      return { policy: name, policyVersion: version, against: standard, contradictions };
    }
    const connector = await this.directories.connectorFor(directory ?? '');
    const effective = await effectivePolicy(connector, account);
    return {
      policy: name,
      policyVersion: version,
      against: effective.origin,
      contradictions: contradictionsWithDirectory(effective, rules),
    };
  }
}

async function effectivePolicy(connector: DirectoryConnector, account: string | undefined) {
  const ref = await refOf(connector, account);
  const policy = ref === undefined ? undefined : await connector.effectivePolicy?.(ref);
  if (!policy)
    throw new DomainError(
      'unprocessable',
      'directory-policy-unknown',
      'The directory doesn’t say which rules hold for the account’s password. Its test lists whether it can (`effective-policy`).',
    );
  return policy;
}

async function refOf(connector: DirectoryConnector, account: string | undefined) {
  if (account !== undefined) return (await connector.lookup(account))?.ref;
  for await (const [first] of connector.list({ pageSize: 1 })) return first?.ref;
  return undefined;
}
