import { Injectable } from '@nestjs/common';
import type { TextFormat, TicketDraft } from './domain/connector.js';
import type { Affair, Evidence, StoryLine } from './domain/evidence.js';
import type { Helpdesk } from './domain/helpdesk.js';
import { render, renderTitle } from './domain/templates.js';
import type { Ticket } from './domain/ticket.js';
import { AffairsService } from './affairs.service.js';
import { EvidenceService } from './evidence.service.js';

/** Lines of a story that a ticket's first text shows; the others are in the audit log. */
const STORY_LINES = 100;

/** What tickets say: the evidence of the moment, in the helpdesk's templates. */
@Injectable()
export class TicketTexts {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly affairs: AffairsService,
  ) {}

  async draft(
    helpdesk: Helpdesk,
    format: TextFormat,
    ticket: Ticket,
    story: readonly StoryLine[],
  ): Promise<TicketDraft> {
    const { key, queue, priority, assignee } = ticket;
    const common = { key, story: story.slice(0, STORY_LINES), hasStory: story.length > 0 };
    const { templates } = helpdesk;
    const rest = { key, queue, priority, assignee };
    if (ticket.accountId === undefined) {
      const view = { ...common, ...affairView(await this.affairs.of(ticket)) };
      return {
        ...rest,
        title: renderTitle('affairTitle', templates, view),
        body: render('affairBody', templates, format, view),
      };
    }
    const view = { ...common, ...evidenceView(await this.evidence.of(ticket.accountId)) };
    return {
      ...rest,
      title: renderTitle('title', templates, view),
      body: render('body', templates, format, view),
    };
  }

  async note(
    { templates }: Helpdesk,
    format: TextFormat,
    ticket: Ticket,
    ref: string,
    story: readonly StoryLine[],
  ): Promise<string> {
    const affair = ticket.accountId === undefined ? await this.affairs.of(ticket) : undefined;
    const members = affair ? affairView(affair) : { hasMembers: false };
    return render('note', templates, format, { ref, story, key: ticket.key, ...members });
  }
}

/** Mustache has no way to ask whether a list is empty from outside of it. */
function evidenceView(evidence: Evidence): object {
  return {
    ...evidence,
    score: Math.round(evidence.score),
    access: ACCESS[evidence.access],
    headline: `${evidence.level}, score ${Math.round(evidence.score)}, ${evidence.standing}`,
    hasContributions: evidence.contributions.length > 0,
    hasPlaces: evidence.places.length > 0,
    hasActions: evidence.actions.length > 0,
    hasFindings: evidence.findings.length > 0,
  };
}

function affairView(affair: Affair): object {
  return { ...affair, hasMembers: affair.members.length > 0 };
}

const ACCESS: Readonly<Record<Evidence['access'], string>> = {
  open: 'lets it in',
  closed: 'keeps it out',
  unknown: 'was not asked yet',
};
