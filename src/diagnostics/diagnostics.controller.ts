import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../auth/requires-scope.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { DiagnosticsView } from './diagnostics.schemas.js';
import { DiagnosticsService } from './diagnostics.service.js';

/** What works and what doesn't, for those who run the service. */
@ApiTags('Operations')
@Controller('v1/diagnostics')
export class DiagnosticsController {
  constructor(private readonly diagnostics: DiagnosticsService) {}

  @Get()
  @RequiresScope('admin')
  @ApiOperation({
    operationId: 'examine',
    summary: 'Look at everything that the service depends on',
    description:
      'Settings, database, queue, clock, geolocation and response, each with what to do where it does not work. `authwarden doctor` shows it, and tests the directories and helpdesks besides.',
  })
  @ApiOkResponse({ description: 'What was found.', standardSchema: DiagnosticsView })
  @ApiProblems('invalid-request')
  async examine(): Promise<DiagnosticsView> {
    return { items: await this.diagnostics.examine() };
  }
}
