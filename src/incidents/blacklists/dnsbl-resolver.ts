import { Resolver } from 'node:dns/promises';
import { answerOf, queryName, type ZoneAnswer } from '../domain/dnsbl.js';

/** How blacklists are asked. */
export interface ResolverSettings {
  /** `address` or `address:port` (`[address]:port`); none: those of the machine. */
  readonly resolvers: readonly string[];
  readonly timeoutMs: number;
}

/** What the name server says when there is no such name, or it has no such record. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks blacklists over DNS. */
export class DnsblResolver {
  private readonly resolver: Resolver;

  constructor({ resolvers, timeoutMs }: ResolverSettings) {
    this.resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
    if (resolvers.length > 0) this.resolver.setServers([...resolvers]);
  }

  /** Never rejects: what goes wrong is an answer of its own. */
  async ask(address: string, zone: string): Promise<ZoneAnswer> {
    const name = queryName(address, zone);
    let records: readonly string[];
    try {
      records = await this.resolver.resolve4(name);
    } catch (error) {
      const code = codeOf(error);
      return NOTHING.has(code)
        ? { kind: 'clear' }
        : { kind: 'unknown', why: WORDS[code] ?? `the resolver says ${code}` };
    }
    // A listing without a reason is one all the same.
    const texts = await this.resolver.resolveTxt(name).catch(() => []);
    return answerOf(
      records,
      texts.map((parts) => parts.join('')),
    );
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ETIMEOUT: 'no answer in time',
  ESERVFAIL: 'the name server failed',
  EREFUSED: 'the name server refuses the question',
  ECONNREFUSED: 'nobody answers at the address of the resolver',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'an error';
}
