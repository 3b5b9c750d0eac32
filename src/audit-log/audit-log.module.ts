import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { AuditLogController } from './audit-log.controller.js';
import { AuditLogReadModel } from './audit-log.read-model.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { AuditLogService } from './audit-log.service.js';
import { ChainVerificationService } from './chain-verification.service.js';

/** The record of everything done; global, because every feature writes into it. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntryEntity])],
  controllers: [AuditLogController],
  providers: [AuditLogService, AuditLogRepository, AuditLogReadModel, ChainVerificationService],
  exports: [AuditLogService],
})
export class AuditLogModule {}
