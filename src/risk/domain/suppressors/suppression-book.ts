import ipaddr from 'ipaddr.js';
import { DAY_MS } from '../../../kernel/clock.js';
import { TwoGenerationCache } from '../../../kernel/two-generation-cache.js';
import type { FoldEvent } from '../fold-event.js';
import { isSettled } from './settled-evidence.js';
import type { SettledEvidence } from './settled-evidence.js';
import { KIND_RULES } from './suppressor.js';
import type { Suppressor } from './suppressor.js';
import type { Suppression, Suspect } from './suppression.js';

/** Addresses of which it is remembered what was declared of them. */
const REMEMBERED = 20_000;

/** What a verdict left to be known: by account and detector, the evidence that is settled. */
export type Settlements = ReadonlyMap<string, ReadonlyMap<string, SettledEvidence>>;

interface Declared {
  readonly suppressor: Suppressor;
  readonly cidr: readonly [ipaddr.IPv4 | ipaddr.IPv6, number];
}

/** Everything that operators have said, made ready for folding. Pure: same event, same answer. */
export class SuppressionBook implements Suppression {
  private readonly suppressors: readonly Suppressor[];
  private readonly declared: readonly Declared[];
  private readonly remembered = new TwoGenerationCache<readonly Suppressor[]>(REMEMBERED);

  /** @param suppressors their networks are valid */
  constructor(
    suppressors: readonly Suppressor[],
    private readonly settlements: Settlements = new Map(),
  ) {
    this.suppressors = suppressors.filter(({ enabled }) => enabled);
    this.declared = this.suppressors.flatMap((suppressor) =>
      suppressor.network === undefined
        ? []
        : [{ suppressor, cidr: ipaddr.parseCIDR(suppressor.network) }],
    );
  }

  suppressorOf(suspect: Suspect): string | undefined {
    const { detector, evidence, folded, state } = suspect;
    const settled = this.settlements.get(folded.accountId)?.get(detector.id);
    if (settled && isSettled(settled, evidence)) return 'verdict:safe';
    const age = state.firstAt === 0 ? 0 : folded.event.at - state.firstAt;
    const found = this.suppressors.find(
      (suppressor) =>
        KIND_RULES[suppressor.kind].silences.includes(detector.about) &&
        this.holds(suppressor, folded, age),
    );
    return found && `${found.kind}:${found.id}`;
  }

  declarationOf(folded: FoldEvent): string | undefined {
    if (this.declared.length === 0) return undefined;
    return this.around(folded.event.sourceIp).find(
      (suppressor) =>
        KIND_RULES[suppressor.kind].declares && this.holds(suppressor, folded, Infinity),
    )?.id;
  }

  private holds(suppressor: Suppressor, folded: FoldEvent, age: number): boolean {
    const { accountId, countries, days, from, to } = suppressor;
    const { at, sourceIp } = folded.event;
    if (accountId !== undefined && accountId !== folded.accountId) return false;
    if (from !== undefined && at < from) return false;
    if (to !== undefined && at >= to) return false;
    if (days !== undefined && age >= days * DAY_MS) return false;
    if (countries !== undefined && !countries.includes(folded.place?.country ?? '')) return false;
    return suppressor.network === undefined || this.around(sourceIp).includes(suppressor);
  }

  /** The suppressors whose network the address lies in. */
  private around(address: string | undefined): readonly Suppressor[] {
    if (address === undefined) return [];
    const known = this.remembered.get(address);
    if (known) return known;
    const parsed = ipaddr.parse(address);
    const found = this.declared
      .filter(({ cidr: [network, bits] }) =>
        parsed.kind() === network.kind() ? parsed.match(network, bits) : false,
      )
      .map(({ suppressor }) => suppressor);
    this.remembered.set(address, found);
    return found;
  }
}
