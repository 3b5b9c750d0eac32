import { Agent, request, type OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** The service's REST API over connections that are kept open. */
export class ApiClient {
  private readonly agent: Agent;

  /** @param connections at most so many at once */
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /**
   * Sends a body: a buffer with its length, anything else streamed.
   *
   * @returns the answer, parsed
   * @throws Error when the answer isn't 200, with its detail
   */
  async post(path: string, type: string, body: Buffer | Iterable<Buffer>): Promise<unknown> {
    const isBuffer = Buffer.isBuffer(body);
    const headers: OutgoingHttpHeaders = {
      authorization: `Bearer ${this.apiKey}`,
      'content-type': type,
      ...(isBuffer && { 'content-length': body.length }),
    };
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request(`${this.url}${path}`, { method: 'POST', agent: this.agent, headers });
      sent.once('error', reject);
      sent.once('response', (response) => {
        text(response)
          .then((answered) => {
            if (response.statusCode === 200) resolve(answered);
            else reject(new Error(`POST ${path} answered ${response.statusCode}: ${answered}`));
          })
          .catch(reject);
      });
      if (isBuffer) sent.end(body);
      else Readable.from(body, { objectMode: false }).once('error', reject).pipe(sent);
    });
    return JSON.parse(answer);
  }

  close(): void {
    this.agent.destroy();
  }
}
