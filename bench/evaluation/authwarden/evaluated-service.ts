import { join } from 'node:path';
import { z } from 'zod';
import { ApiClient } from '../../service/api-client.js';
import { startService } from '../../service/service-process.js';
import { makeRunDirectory } from '../../service/site.js';
import type { Person } from '../../simulation/people.js';
import { readFindings, type Findings } from './findings.js';
import { connectMailboxes } from './mailboxes.js';
import { ServiceApi } from './service-api.js';

const CHUNK_BYTES = 262_144;
const Answer = z.object({
  lines: z.number(),
  events: z.number(),
  duplicates: z.number(),
  unparsed: z.number(),
});

/** The service with a database of its own, which knows the site's mailboxes and takes its log. */
export interface EvaluatedService {
  /** Sends the next lines of the log. @throws Error when a line isn't understood, or known */
  send(lines: readonly string[]): Promise<{ readonly lines: number; readonly events: number }>;
  findings(): Promise<Findings>;
  stop(): Promise<void>;
}

/** Starts both in a temporary directory, which goes with them. */
export async function startEvaluated(
  people: readonly Person[],
  log: (message: string) => void,
  abort: AbortSignal,
): Promise<EvaluatedService> {
  const { directory, clear } = await makeRunDirectory();
  const dataDir = join(directory, 'service');
  try {
    log('starting a service of its own');
    const service = await startService({ dataDir, nodeOptions: [], abort });
    const uploads = new ApiClient(service.url, service.apiKey, 1);
    const api = new ServiceApi(service.url, service.apiKey);
    const stop = async () => {
      uploads.close();
      await service.stop();
      await clear();
    };
    try {
      await connectMailboxes(api, dataDir, people, abort);
    } catch (error) {
      log(`the service's last words: ${service.lastWords() || 'none'}`);
      await service.stop();
      throw error;
    }
    return { send: (lines) => sendLines(uploads, lines), findings: () => readFindings(api), stop };
  } catch (error) {
    await clear();
    throw error;
  }
}

async function sendLines(client: ApiClient, lines: readonly string[]) {
  const path = '/v1/logs?format=auto&stream=mx1';
  const answer = Answer.parse(await client.post(path, 'text/plain', chunksOf(lines)));
  if (answer.unparsed + answer.duplicates > 0)
    throw new Error(`the log wasn't taken as it is: ${JSON.stringify(answer)}`);
  return { lines: answer.lines, events: answer.events };
}

function* chunksOf(lines: readonly string[]): Generator<Buffer> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_BYTES) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}
