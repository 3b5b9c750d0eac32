import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, SECOND_MS } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import { policyFor, type PolicyHolder } from './domain/assignment.js';
import { prepared, type PreparedPolicy } from './domain/policy.js';
import { DEFAULT_POLICY_NAME, PRESETS } from './domain/presets/presets.js';
import { PasswordPolicyRepository, type StoredPolicy } from './password-policy.repository.js';

/** What another process has changed holds here after this long at the latest. */
const REMEMBERED_MS = SECOND_MS;

/** A policy that is ready to judge, with the organisation's words. */
export interface PolicyInUse extends PreparedPolicy {
  readonly words: readonly string[];
}

interface Book {
  readonly at: number;
  readonly policies: readonly StoredPolicy[];
}

/** The password policies as they hold just now. */
@Injectable()
export class PasswordPoliciesService {
  private book: Promise<Book> | undefined;
  private readonly ready = new Map<string, PolicyInUse>();

  constructor(
    private readonly repository: PasswordPolicyRepository,
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `password-policy-not-found` */
  async named(name: string): Promise<PolicyInUse> {
    return this.prepare(await this.find(name));
  }

  /** The policy that is assigned to the account, else the one that is called `default`. */
  async for(holder: PolicyHolder | undefined): Promise<PolicyInUse> {
    const assigned = holder && policyFor(holder, await this.all());
    return assigned ? this.prepare(assigned) : this.named(DEFAULT_POLICY_NAME);
  }

  /** As it is kept. @throws DomainError `password-policy-not-found` */
  async find(name: string): Promise<StoredPolicy> {
    const policy = (await this.all()).find((one) => one.name === name);
    if (!policy) throw policyNotFound();
    return policy;
  }

  /** Every policy by name, the presets among them unless a site has made one its own. */
  async all(): Promise<readonly StoredPolicy[]> {
    const now = this.clock.now().getTime();
    let book = await this.book?.catch(() => undefined);
    if (!book || now - book.at >= REMEMBERED_MS) {
      const reading = this.read(now);
      this.book = reading;
      book = await reading;
    }
    return book.policies;
  }

  /** Reads anew at the next question. */
  forget(): void {
    this.book = undefined;
  }

  private async read(at: number): Promise<Book> {
    const kept = await this.repository.current(this.database.direct);
    const names = new Set(kept.map(({ name }) => name));
    const policies = [...presets().filter(({ name }) => !names.has(name)), ...kept];
    for (const key of this.ready.keys())
      if (!policies.some((policy) => keyOf(policy) === key)) this.ready.delete(key);
    return { at, policies: policies.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
  }

  private prepare(policy: StoredPolicy): PolicyInUse {
    const present = this.ready.get(keyOf(policy));
    if (present) return present;
    const made = { ...prepared(policy), words: policy.words };
    this.ready.set(keyOf(policy), made);
    return made;
  }
}

/** The presets in the form of stored policies, version 1. */
export function presets(): readonly StoredPolicy[] {
  return [...PRESETS.values()].map((preset) => ({
    ...preset,
    version: 1,
    words: [],
    assignments: [],
    changedAt: undefined,
    changedBy: undefined,
  }));
}

/** No policy has this name. */
export function policyNotFound(): DomainError {
  return new DomainError(
    'not-found',
    'password-policy-not-found',
    'There is no password policy of this name.',
  );
}

function keyOf({ name, version }: StoredPolicy): string {
  return `${name}@${version}`;
}
