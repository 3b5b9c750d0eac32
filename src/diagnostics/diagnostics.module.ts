import { Module } from '@nestjs/common';
import { ResponseModule } from '../response/response.module.js';
import { DiagnosticsController } from './diagnostics.controller.js';
import { DiagnosticsReadModel } from './diagnostics.read-model.js';
import { DiagnosticsService } from './diagnostics.service.js';

/** What works and what doesn't: `GET /v1/diagnostics`. */
@Module({
  imports: [ResponseModule],
  controllers: [DiagnosticsController],
  providers: [DiagnosticsService, DiagnosticsReadModel],
})
export class DiagnosticsModule {}
