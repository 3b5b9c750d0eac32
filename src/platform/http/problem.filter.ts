import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  Injectable,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalOf } from './problem.js';
import { sendProblem } from './send-problem.js';
import { StoredAnswer } from './stored-answer.js';

/** Turns whatever is thrown into `application/problem+json`; the whole of a bug goes to the log. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();

    const refusal = refusalOf(error);
    if (!refusal && !(error instanceof StoredAnswer)) {
      this.logger.error({ msg: 'request failed', requestId: request.id, err: error });
    }
    if (reply.sent || reply.raw.headersSent) {
      // A streamed answer broke off: the client must not take it for a whole one.
      reply.raw.destroy();
      return;
    }
    if (error instanceof StoredAnswer) {
      // Bytes, as in sendProblem.
      const body = error.body === undefined ? undefined : Buffer.from(error.body);
      await reply.code(error.status).headers(error.headers).send(body);
      return;
    }
    await sendProblem(reply, refusal, request.id);
  }
}
