import { type LookupAddress, lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher } from 'undici';

/** A target that nothing is sent to, and why. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

/**
 * Where requests may go whose address was given by an operator or by another system: everywhere on
 * the internet, but not into the site's own networks unless these are named. Else whoever may set
 * up a webhook could read what only this machine can reach (server-side request forgery).
 *
 * The address is checked when it is connected to, not when the name is looked up beforehand: a name
 * that answers differently the next time (DNS rebinding) gains nothing.
 */
export class OutboundGuard {
  readonly dispatcher: Dispatcher;
  private readonly allowed: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** @param allowed networks in CIDR notation that may be reached though they are private */
  constructor(allowed: readonly string[]) {
    this.allowed = allowed.map((network) => ipaddr.parseCIDR(network));
    this.dispatcher = new Agent({ connect: { lookup: this.lookup }, connectTimeout: 10_000 });
  }

  /**
   * Refuses what can be refused without asking for a name: a scheme other than HTTP, credentials in
   * the URL, an address that isn't public.
   *
   * @throws TargetRefused
   */
  check(url: string): URL {
    if (!URL.canParse(url)) throw new TargetRefused('That is no URL.');
    const target = new URL(url);
    if (target.protocol !== 'https:' && target.protocol !== 'http:')
      throw new TargetRefused('Only https and http targets are allowed.');
    if (target.username !== '' || target.password !== '')
      throw new TargetRefused('The URL must hold no user and no password.');
    const host = target.hostname.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(host) && !this.allows(host)) throw refused(host);
    return target;
  }

  /** Whether an address may be connected to. */
  allows(address: string): boolean {
    const parsed = ipaddr.process(address);
    if (parsed.range() === 'unicast') return true;
    return this.allowed.some(
      ([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits),
    );
  }

  async close(): Promise<void> {
    await this.dispatcher.close();
  }

  private readonly lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error) return callback(error, '', 0);
      const wrong = addresses.find(({ address }) => !this.allows(address));
      if (wrong || !first) return callback(refused(hostname), '', 0);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

function refused(host: string): TargetRefused {
  return new TargetRefused(
    `${host} is in a private network, which nothing is sent to. Name the network in PRIVATE_TARGETS if it should be.`,
  );
}
