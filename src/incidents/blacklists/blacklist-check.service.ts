import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Happenings } from '../../platform/happenings/happenings.service.js';
import {
  familyOf,
  healthOf,
  TEST_POINTS,
  type ZoneAnswer,
  type ZoneHealth,
} from '../domain/dnsbl.js';
import { BlacklistRepository } from './blacklist.repository.js';
import type { CheckResult } from './blacklist.schemas.js';
import { DnsblResolver } from './dnsbl-resolver.js';

/** Questions under way at once: blacklists limit those who ask in crowds. */
const AT_ONCE = 16;
const PROGRESS_EVERY = 32;

interface Question {
  readonly address: string;
  readonly zone: string;
  readonly family: 4 | 6;
}

/** Asks the blacklists about the site's outgoing addresses, and keeps what they say. */
@Injectable()
export class BlacklistCheck {
  constructor(
    private readonly database: Database,
    private readonly repository: BlacklistRepository,
    private readonly happenings: Happenings,
  ) {}

  /**
   * Does a check that was asked for. A repeat asks again, which changes nothing that still holds.
   *
   * @param progress told how many of the questions were answered
   */
  async run(
    checkId: string,
    abort: AbortSignal,
    progress?: (done: number, total: number) => Promise<void>,
  ): Promise<CheckResult | undefined> {
    const check = await this.repository.check(checkId);
    if (!check || check.status === 'done' || check.status === 'failed')
      return check?.result ?? undefined;
    const settings = await this.repository.settings();
    const resolver = new DnsblResolver(settings);
    const questions = settings.zones.flatMap((zone) =>
      settings.addresses.map((address) => ({ address, zone, family: familyOf(address) })),
    );
    const families = new Map(questions.map((of) => [`${of.zone} ${of.family}`, of]));
    const total = questions.length + 2 * families.size;
    let done = 0;
    const ask = async (address: string, zone: string): Promise<ZoneAnswer> => {
      abort.throwIfAborted();
      const answer = await resolver.ask(address, zone);
      done += 1;
      if (done % PROGRESS_EVERY === 0) {
        await this.repository.moveCheck(this.database.direct, checkId, {
          status: 'running',
          done,
          total,
        });
        await progress?.(done, total);
      }
      return answer;
    };

    const zones = await inTurns([...families.values()], async ({ zone, family }) => {
      const points = TEST_POINTS[family];
      const [clear, listed] = [await ask(points.clear, zone), await ask(points.listed, zone)];
      return { zone, family, health: healthOf(clear, listed), why: whyOf(clear) ?? whyOf(listed) };
    });
    const answers = await inTurns(questions, async (question) => ({
      ...question,
      answer: await ask(question.address, question.zone),
    }));
    const result = resultOf(zones, answers);
    await this.keep(checkId, total, result);
    return result;
  }

  private async keep(checkId: string, total: number, result: CheckResult): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const { address, zone, answer, codes, reason } of result.answers) {
        const detail = { address, zone };
        if (answer === 'listed') {
          const words = { ...detail, codes, reason: reason ?? undefined };
          const fresh = await this.repository.list(tx, words);
          if (fresh !== undefined)
            await this.happenings.record(tx, {
              kind: 'blacklist.listed',
              subject: fresh,
              detail: { ...detail, codes, reason },
            });
        } else if (answer === 'clear') {
          const ended = await this.repository.delist(tx, address, zone);
          if (ended !== undefined)
            await this.happenings.record(tx, {
              kind: 'blacklist.delisted',
              subject: ended,
              detail,
            });
        }
      }
      const change = { status: 'done', done: total, total, result } as const;
      await this.repository.moveCheck(tx, checkId, change);
    });
  }
}

/** Only what a zone in good health says counts. */
function resultOf(
  zones: readonly { zone: string; family: 4 | 6; health: ZoneHealth; why: string | null }[],
  answers: readonly (Question & { readonly answer: ZoneAnswer })[],
): CheckResult {
  const healths = new Map(zones.map(({ zone, family, health }) => [`${zone} ${family}`, health]));
  return {
    zones: [...zones],
    answers: answers.map(({ address, zone, family, answer }) => {
      const health = healths.get(`${zone} ${family}`) ?? 'unreachable';
      const base = { address, zone, codes: [] as string[] };
      if (health !== 'good')
        return { ...base, answer: 'unknown' as const, reason: HEALTH_WORDS[health] };
      switch (answer.kind) {
        case 'clear':
          return { ...base, answer: answer.kind, reason: null };
        case 'unknown':
          return { ...base, answer: answer.kind, reason: answer.why };
        case 'listed':
          return {
            ...base,
            answer: answer.kind,
            codes: [...answer.codes],
            reason: answer.reason ?? null,
          };
      }
    }),
  };
}

const HEALTH_WORDS: Readonly<Record<Exclude<ZoneHealth, 'good'>, string>> = {
  'lists-everything': 'the zone answers for 127.0.0.1, so its answers say nothing',
  'lists-nothing': "the zone doesn't answer for 127.0.0.2, so its silence says nothing",
  unreachable: 'the zone refuses to answer, or cannot be reached',
};

function whyOf(answer: ZoneAnswer): string | null {
  return answer.kind === 'unknown' ? answer.why : null;
}

/** Does something for each, a few at once; the results are in the order of the items. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let done = 0; done < items.length; done += AT_ONCE)
    results.push(...(await Promise.all(items.slice(done, done + AT_ONCE).map(work))));
  return results;
}
