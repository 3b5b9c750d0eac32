import { Injectable } from '@nestjs/common';
import { GuardedAccountsService } from '../../accounts/guarded-accounts.service.js';
import { EventHistoryService } from '../../events/event-history.service.js';
import { Database } from '../../platform/database/database.js';
import { ResponsePolicy } from '../../response/domain/response-policy.js';
import { ResponsePolicyService } from '../../response/response-policy.service.js';
import { DetectorsService } from '../../risk/detectors.service.js';
import {
  type DetectorSettings,
  parseDetectorOptions,
} from '../../risk/domain/detector-settings.js';
import type { ScorableSignal } from '../../risk/domain/scoring.js';
import { FoldReplay, REPLAYED_AT_ONCE } from '../../risk/fold-replay.service.js';
import { decideMoments, type Moment, momentsOf, type ReplayedAccount } from '../domain/replay.js';
import { ReplayRepository, type ReplayRow } from './replay.repository.js';
import { resultOf } from './replay-result.js';
import type { ReplayChanges } from './replay.schemas.js';

/** Events in memory at once. */
const EVENTS_AT_ONCE = 2_000;

/** Folds stored events again with other settings, account by account, and says what would have been done. */
@Injectable()
export class ReplayRunner {
  constructor(
    private readonly database: Database,
    private readonly repository: ReplayRepository,
    private readonly history: EventHistoryService,
    private readonly folds: FoldReplay,
    private readonly detectors: DetectorsService,
    private readonly policies: ResponsePolicyService,
    private readonly accounts: GuardedAccountsService,
  ) {}

  /** Does a replay that was asked for; a repeat begins again, and one that has ended is left alone. */
  async run(replayId: string, abort: AbortSignal): Promise<void> {
    const replay = await this.repository.find(replayId);
    if (!replay || replay.status === 'done' || replay.status === 'failed') return;
    const settings = await this.settings(replay.changes);
    const policy = await this.policy(replay.changes);
    const total = await this.repository.accountCount(replay.since, replay.until);
    const moments: Moment[] = [];
    const counts = { accounts: 0, events: 0, signals: 0 };
    let page: string[] = [];
    do {
      abort.throwIfAborted();
      const { since, until } = replay;
      page = await this.repository.accounts(since, until, page.at(-1), REPLAYED_AT_ONCE);
      if (page.length === 0) break;
      const seen = await this.foldAgain(page, replay, settings, abort);
      counts.accounts += page.length;
      counts.events += seen.events;
      for (const [accountId, signals] of seen.signals) {
        counts.signals += signals.length;
        moments.push(...momentsOf(accountId, signals, settings));
      }
      await this.repository.progress(replayId, counts.accounts, Math.max(total, counts.accounts));
    } while (page.length === REPLAYED_AT_ONCE);
    await this.repository.finish(replayId, await this.judge(replay, moments, policy, counts));
  }

  private async foldAgain(
    accountIds: readonly string[],
    { since, until }: ReplayRow,
    settings: DetectorSettings,
    abort: AbortSignal,
  ) {
    const signals = new Map<string, ScorableSignal[]>();
    let events = 0;
    const span = { from: since.getTime(), to: until.getTime() };
    await this.database.transaction(async (tx) => {
      const run = await this.folds.begin(tx, accountIds, settings, span);
      const asked = accountIds.map((id) => ({ accountId: id, from: run.from.get(id) ?? 0 }));
      for await (const some of this.history.streamOf(tx, asked, span.to, EVENTS_AT_ONCE)) {
        abort.throwIfAborted();
        events += some.length;
        for (const { accountId, signal } of await run.fold(some)) {
          if (signal.at < span.from) continue;
          const { detector, at, confidence, summary, eventId } = signal;
          const list = signals.get(accountId) ?? [];
          signals.set(accountId, list);
          list.push({ id: `${detector} ${eventId}`, detector, at, confidence, summary });
        }
      }
    });
    return { signals, events };
  }

  private async judge(
    replay: ReplayRow,
    moments: readonly Moment[],
    policy: ResponsePolicy,
    counts: { readonly accounts: number; readonly events: number; readonly signals: number },
  ) {
    const tx = this.database.direct;
    const ids = [...new Set(moments.map(({ accountId }) => accountId))];
    const accounts = await this.accounts.of(tx, ids);
    const directories = [
      ...new Set([...accounts.values()].flatMap(({ directoryId }) => directoryId ?? [])),
    ];
    const sizes = await this.accounts.directorySizes(tx, directories);
    const administrators = new Map<string, ReadonlySet<string>>();
    for (const id of directories)
      administrators.set(id, await this.accounts.activeMembers(tx, id, policy.administratorGroups));
    const known = new Map<string, ReplayedAccount>(accounts);
    const would = decideMoments(moments, policy, known, sizes, administrators);
    const was = await this.repository.decided(replay.since, replay.until);
    const logins = new Map([...accounts].map(([id, { login }]) => [id, login]));
    return { ...counts, ...resultOf(would, was, logins) };
  }

  private async settings({ detectors: changes }: ReplayChanges): Promise<DetectorSettings> {
    const settings = new Map(await this.detectors.settings(this.database.direct));
    for (const [id, change] of Object.entries(changes)) {
      const before = settings.get(id);
      settings.set(id, {
        enabled: change.enabled ?? before?.enabled ?? true,
        weight: change.weight ?? before?.weight ?? 0,
        options: parseDetectorOptions(id, { ...before?.options, ...change.options }),
      });
    }
    return settings;
  }

  private async policy({ policy: changes = {} }: ReplayChanges): Promise<ResponsePolicy> {
    const { policy } = await this.policies.read();
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    return ResponsePolicy.parse({ ...policy, mode: 'enforce', ...Object.fromEntries(given) });
  }
}
