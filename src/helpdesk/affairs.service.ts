import { Injectable } from '@nestjs/common';
import { IncidentsService } from '../incidents/incidents.service.js';
import { DomainError } from '../kernel/errors.js';
import { Database } from '../platform/database/database.js';
import type { Affair, Member } from './domain/evidence.js';
import type { Ticket } from './domain/ticket.js';
import { EvidenceReadModel } from './evidence.read-model.js';
import { EvidenceService } from './evidence.service.js';

/** Members that a ticket's table shows; the incident's page has the others. */
const MEMBERS = 200;

/** What a ticket tells that is about more than one account. */
@Injectable()
export class AffairsService {
  constructor(
    private readonly database: Database,
    private readonly evidence: EvidenceService,
    private readonly reading: EvidenceReadModel,
    private readonly incidents: IncidentsService,
  ) {}

  async of({ subject, helpdeskId }: Ticket): Promise<Affair> {
    if (subject.kind === 'blacklist')
      return { title: 'Our outgoing address is on a blacklist', members: [], links: [] };
    const members = await this.members(subject.id, helpdeskId);
    return {
      title: `Incident: ${members.length} account${members.length === 1 ? '' : 's'} used by the same people`,
      members: members.slice(0, MEMBERS),
      links: this.evidence.links('incident', `/v1/incidents/${subject.id}`),
    };
  }

  /** Nobody where the incident was merged into another one and is gone. */
  private async members(incidentId: string, helpdeskId: string): Promise<Member[]> {
    try {
      const members = await this.incidents.membersOf(incidentId);
      const ids = members.map(({ accountId }) => accountId);
      return await this.reading.members(this.database.direct, ids, helpdeskId);
    } catch (cause) {
      if (cause instanceof DomainError && cause.code === 'incident-not-found') return [];
      throw cause;
    }
  }
}
