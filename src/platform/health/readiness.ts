import { Injectable } from '@nestjs/common';

/** Asks one part whether it answers; a throw means no. Must end by itself. */
export type Probe = () => Promise<unknown>;

const PROBE_MS = 3_000;

/** The parts without which the process can't do its work; each registers itself once. */
@Injectable()
export class Readiness {
  private readonly probes = new Map<string, Probe>();

  register(part: string, probe: Probe): void {
    this.probes.set(part, probe);
  }

  /** The parts that don't answer within three seconds, with the reason for the log. */
  async failures(): Promise<readonly { readonly part: string; readonly reason: unknown }[]> {
    const answers = [...this.probes].map(async ([part, probe]) => ({
      part,
      reason: await failureOf(probe),
    }));
    return (await Promise.all(answers)).filter(({ reason }) => reason !== undefined);
  }
}

async function failureOf(probe: Probe): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PROBE_MS} ms`)), PROBE_MS);
  });
  try {
    await Promise.race([probe(), tooLate]);
    return undefined;
  } catch (error) {
    return error ?? new Error('failed without a reason');
  } finally {
    clearTimeout(timer);
  }
}
