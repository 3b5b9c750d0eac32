import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, customFetch } from 'jose';
import { LRUCache } from 'lru-cache';
import { guardedGet } from '../../platform/outbound/guarded-request.js';
import { OutboundGuard } from '../../platform/outbound/outbound-guard.js';

const REMEMBERED = 100;
/** Between two fetches because of a key id that isn't known, so that nobody makes us ask all the time. */
const COOLDOWN_MS = 30_000;
const UNREACHABLE = 502;

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** Keys of transmitters, fetched where they say and remembered for a while. */
@Injectable()
export class TransmitterKeys {
  private readonly remembered = new LRUCache<string, Keys>({ max: REMEMBERED });

  constructor(private readonly guard: OutboundGuard) {}

  /** The key set at this URL, for jose. */
  at(url: string): Keys {
    const known = this.remembered.get(url);
    if (known) return known;
    const keys = createRemoteJWKSet(new URL(url), {
      cooldownDuration: COOLDOWN_MS,
      [customFetch]: (target) => this.fetch(target),
    });
    this.remembered.set(url, keys);
    return keys;
  }

  private async fetch(url: string): Promise<Response> {
    const answer = await guardedGet(this.guard, { url, headers: { accept: 'application/json' } });
    return answer.kind === 'answered' && answer.status === 200
      ? new Response(answer.text)
      : new Response(null, { status: UNREACHABLE });
  }
}
