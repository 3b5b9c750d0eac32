import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { type ExportFormat, exportSources } from '../domain/source-export.js';
import { type SourceFilter, SourceReadModel, type SourceRow } from './source.read-model.js';

/** Addresses that an export holds at most: more than most firewalls like. */
const MOST_EXPORTED = 20_000;

/** The sources' own view. */
@Injectable()
export class SourcesService {
  constructor(
    private readonly sources: SourceReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list(filter: SourceFilter, limit: number): Promise<SourceRow[]> {
    return this.sources.list(filter, limit);
  }

  /** Bad addresses as text for a firewall, to be kept out for `hours`. */
  async export(format: ExportFormat, minScore: number, hours: number): Promise<string> {
    const rows = await this.sources.badAddresses(minScore, MOST_EXPORTED);
    const addresses = rows.map(({ address, score, last_at: at }) => ({
      address,
      score,
      lastAt: at.getTime(),
    }));
    return exportSources(format, addresses, { hours, now: this.clock.now().getTime() });
  }
}
