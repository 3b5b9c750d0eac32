import { Injectable } from '@nestjs/common';
import type { Affair } from './domain/evidence.js';
import type { Ticket } from './domain/ticket.js';
import { EvidenceService } from './evidence.service.js';

/** What a ticket tells that is about more than one account. */
@Injectable()
export class AffairsService {
  constructor(private readonly evidence: EvidenceService) {}

  async of({ subject }: Ticket): Promise<Affair> {
    if (subject.kind === 'blacklist')
      return { title: 'Our address is on a blacklist', members: [], links: [] };
    return {
      title: 'Several accounts are used by the same people',
      members: [],
      links: this.evidence.links('incident', `/v1/incidents/${subject.id}`),
    };
  }
}
