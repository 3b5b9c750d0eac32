import { Inject, Injectable } from '@nestjs/common';
import { TwoGenerationCache } from '../kernel/two-generation-cache.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { Transaction } from '../platform/database/transaction.js';
import type { SenderStanding } from '../risk/domain/fold-event.js';
import { AccountRepository } from './account.repository.js';
import { canonicalLogin, domainOf, type LoginRules } from './domain/login.js';

const REMEMBERED_NAMES = 100_000;
const NOBODY = '';

/** What a batch of events needs to know about names, answered from memory where it can be. */
export interface NameBook {
  /** The account of each login asked for, in that order; of none where there was no login. */
  readonly accountIds: readonly (string | undefined)[];
  /** How a sender's address stands to an account. */
  standing(sender: string | undefined, accountId: string | undefined): SenderStanding;
}

/**
 * Ties login names and sender addresses to accounts. Unknown logins become accounts; what is known
 * is remembered until the roster changes.
 */
@Injectable()
export class AccountNamesService {
  readonly rules: LoginRules;
  private readonly ids = new TwoGenerationCache<string>(REMEMBERED_NAMES);
  private readonly owners = new TwoGenerationCache<string>(REMEMBERED_NAMES);
  private domains: ReadonlySet<string> = new Set();
  private rosterVersion: number | undefined;

  constructor(
    private readonly repository: AccountRepository,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.rules = {
      plusAddressing: settings.PLUS_ADDRESSING === 'on',
      defaultDomain: settings.DEFAULT_DOMAIN,
    };
  }

  /** The same with a memory of its own, for work beside ingest, whose memory must not be emptied meanwhile. */
  apart(): AccountNamesService {
    return new AccountNamesService(this.repository, this.settings);
  }

  /** The one spelling of a login or of a sender's address. */
  canonical(text: string): string | undefined {
    return canonicalLogin(text, this.rules);
  }

  /** The account of this login or alias, if there is one; makes none. */
  async known(tx: Transaction, name: string): Promise<string | undefined> {
    const login = this.canonical(name);
    return login === undefined ? undefined : (await this.repository.find(tx, [login])).get(login);
  }

  /** The account of which this is the directory's own id; undefined where several directories use it. */
  async knownByRef(tx: Transaction, ref: string): Promise<string | undefined> {
    return (await this.repository.findByRef(tx, [ref])).get(ref);
  }

  /**
   * Loads what a batch needs, and makes accounts for logins that nobody has.
   *
   * @param rosterVersion as read in the batch's transaction; another one than last time empties the memory
   * @param logins canonical
   * @param senders canonical
   */
  async open(
    tx: Transaction,
    rosterVersion: number,
    logins: readonly (string | undefined)[],
    senders: ReadonlySet<string>,
  ): Promise<NameBook> {
    await this.follow(tx, rosterVersion);
    const accountIds = await this.resolve(tx, logins);
    await this.learnSenders(tx, senders);
    return { accountIds, standing: (sender, accountId) => this.standing(sender, accountId) };
  }

  /** Forgets everything: the transaction that made accounts was rolled back. */
  forget(): void {
    this.rosterVersion = undefined;
  }

  private async follow(tx: Transaction, rosterVersion: number): Promise<void> {
    if (rosterVersion === this.rosterVersion) return;
    this.ids.clear();
    this.owners.clear();
    this.domains = await this.repository.domains(tx);
    this.rosterVersion = rosterVersion;
  }

  private async resolve(tx: Transaction, logins: readonly (string | undefined)[]) {
    const unknown = new Set<string>();
    const ids = logins.map((login) => {
      const id = login === undefined ? undefined : this.ids.get(login);
      if (id === undefined && login !== undefined) unknown.add(login);
      return id;
    });
    if (unknown.size === 0) return ids;
    const found = await this.resolveUnknown(tx, unknown);
    return logins.map((login, index) =>
      login === undefined ? undefined : (ids[index] ?? found.get(login)),
    );
  }

  private async resolveUnknown(tx: Transaction, unknown: Set<string>) {
    const found = new Map<string, string>();
    const learn = (ids: ReadonlyMap<string, string>) => {
      for (const [login, id] of ids) {
        if (!unknown.delete(login)) continue;
        found.set(login, id);
        this.ids.set(login, id);
      }
    };
    learn(await this.repository.find(tx, [...unknown]));
    const bare = [...unknown].filter((login) => !login.includes('@'));
    if (bare.length > 0) learn(await this.repository.findByLocalPart(tx, bare));
    if (unknown.size > 0) learn(await this.repository.make(tx, [...unknown]));
    return found;
  }

  /** Looks up whose the addresses are, so that `standing` can say it. */
  async learnSenders(tx: Transaction, senders: Iterable<string | undefined>): Promise<void> {
    const unknown: string[] = [];
    for (const sender of senders)
      if (sender !== undefined && this.owners.get(sender) === undefined && this.isOurs(sender))
        unknown.push(sender);
    if (unknown.length === 0) return;
    const owners = await this.repository.owners(tx, unknown);
    for (const sender of unknown) this.owners.set(sender, owners.get(sender) ?? NOBODY);
  }

  private standing(sender: string | undefined, accountId: string | undefined): SenderStanding {
    if (sender === undefined) return 'none';
    if (this.domains.size === 0) return 'unknown';
    if (!this.isOurs(sender)) return 'foreign';
    const owner = this.owners.get(sender);
    if (owner === undefined) return 'unknown';
    if (owner === NOBODY) return 'nonexistent';
    return owner === accountId ? 'own' : 'other-account';
  }

  private isOurs(address: string): boolean {
    return this.domains.has(domainOf(address) ?? '');
  }
}
