import { Injectable } from '@nestjs/common';
import { AuditLogRepository } from './audit-log.repository.js';
import { type ChainHead, EMPTY_CHAIN, follows } from './domain/audit-entry.js';

const ENTRIES_A_READ = 1_000;

/** What a walk along the chain found. */
export interface ChainVerdict {
  readonly valid: boolean;
  /** Good entries before the first broken one. */
  readonly entries: number;
  readonly firstBrokenSequence: number | undefined;
  /** Hash of the last good entry. */
  readonly headHash: string;
}

/** Walks the chain and computes every hash again, holding a thousand entries at a time. */
@Injectable()
export class ChainVerificationService {
  constructor(private readonly repository: AuditLogRepository) {}

  async verify(): Promise<ChainVerdict> {
    const { sequence: last } = await this.repository.head();
    let head = EMPTY_CHAIN;
    while (head.sequence < last) {
      const entries = await this.repository.after(head.sequence, last, ENTRIES_A_READ);
      for (const entry of entries) {
        if (!follows(head, entry)) return broken(head);
        head = entry;
      }
      if (entries.length === 0) return broken(head);
    }
    return {
      valid: true,
      entries: head.sequence,
      firstBrokenSequence: undefined,
      headHash: head.hash,
    };
  }
}

function broken(head: ChainHead): ChainVerdict {
  return {
    valid: false,
    entries: head.sequence,
    firstBrokenSequence: head.sequence + 1,
    headHash: head.hash,
  };
}
