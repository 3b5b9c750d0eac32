import { type Reader, type Response } from 'maxmind';
import { z } from 'zod';
import { networkOf } from '../../kernel/ip-address.js';
import { TwoGenerationCache } from '../../kernel/two-generation-cache.js';
import { openDatabase } from './open-database.js';

/** Networks remembered; an announcement is no smaller than one, and a lookup costs microseconds. */
const REMEMBERED_NETWORKS = 20_000;

/** Longest name of an organization that is kept. */
const MAX_NAME = 80;

/** GeoLite2-ASN, GeoIP2-ISP and the ASN databases of DB-IP and ip-location-db. */
const Announced = z.object({
  autonomous_system_number: z.coerce.number().int().positive().max(0xffff_ffff),
  autonomous_system_organization: z.string().optional(),
});

/** Who announces an address to the internet. */
export interface AutonomousSystem {
  readonly asn: number;
  /** Who runs it. */
  readonly organization?: string;
}

/** Says which autonomous system announces an address, as far as the operator's MMDB knows. */
export class AutonomousSystems {
  private readonly remembered = new TwoGenerationCache<AutonomousSystem | 'unknown'>(
    REMEMBERED_NETWORKS,
  );

  private constructor(private readonly reader: Reader<Response>) {}

  /**
   * @param file an MMDB with `autonomous_system_number` and perhaps `autonomous_system_organization`
   * @throws Error naming the file when it can't be read
   */
  static async open(file: string): Promise<AutonomousSystems> {
    return new AutonomousSystems(await openDatabase('GEOIP_ASN_DB', file));
  }

  /**
   * The system of the address's network: its first address is asked about, so that it doesn't matter
   * which of the network's addresses came first.
   *
   * @param address in canonical form
   */
  of(address: string): AutonomousSystem | undefined {
    const network = networkOf(address);
    const known = this.remembered.get(network);
    if (known !== undefined) return known === 'unknown' ? undefined : known;
    const found = toSystem(this.reader.get(network.slice(0, network.indexOf('/'))));
    this.remembered.set(network, found ?? 'unknown');
    return found;
  }
}

function toSystem(record: unknown): AutonomousSystem | undefined {
  const announced = Announced.safeParse(record);
  if (!announced.success) return undefined;
  const { autonomous_system_number: asn, autonomous_system_organization: name } = announced.data;
  return { asn, ...(name ? { organization: name.slice(0, MAX_NAME) } : {}) };
}
