import { Controller, Get, Header } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Metrics } from './metrics.js';

const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/** What Prometheus scrapes. Any valid credential will do. */
@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('content-type', TEXT_FORMAT)
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'readMetrics',
    summary: 'Read the metrics in Prometheus text format',
    description: 'Needs a credential, of any scope.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({
    description: 'The metrics.',
    content: {
      'text/plain': {
        schema: { type: 'string' },
        example: 'authwarden_signals_total{detector="impossible-travel"} 3\n',
      },
    },
  })
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
