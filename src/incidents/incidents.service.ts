import { Injectable } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { IncidentReadModel, type IncidentRow, type MemberRow } from './incident.read-model.js';

/** An account of an incident, for other features. */
export interface IncidentMember {
  readonly accountId: string;
  readonly joinedAt: Date;
}

const AT_ONCE = 1_000;

/** Incidents, as other features need them. */
@Injectable()
export class IncidentsService {
  constructor(private readonly reading: IncidentReadModel) {}

  /** @throws DomainError `incident-not-found` */
  async get(id: string): Promise<IncidentRow> {
    const row = await this.reading.find(id);
    if (!row)
      throw new DomainError('not-found', 'incident-not-found', 'There is no such incident.');
    return row;
  }

  /**
   * Every account of an incident, by id.
   *
   * @throws DomainError `incident-not-found`
   */
  async membersOf(incidentId: string): Promise<IncidentMember[]> {
    await this.get(incidentId);
    const members: IncidentMember[] = [];
    let page: MemberRow[];
    do {
      page = await this.reading.members(incidentId, members.at(-1)?.accountId, AT_ONCE);
      for (const { account_id: accountId, joined_at: joinedAt } of page)
        members.push({ accountId, joinedAt });
    } while (page.length === AT_ONCE);
    return members;
  }

  /** Id of the incident that an account is part of, while it isn't closed. */
  openIncidentOf(accountId: string): Promise<string | undefined> {
    return this.reading.openOf(accountId);
  }
}
