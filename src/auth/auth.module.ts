import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RateLimitGuard } from '../platform/http/rate-limit.guard.js';
import { ApiKeyCredentials } from './api-key-credentials.service.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { ApiKeyUsage } from './api-key-usage.service.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { BootstrapKey } from './bootstrap-key.service.js';
import { CredentialGuard } from './credential.guard.js';
import { Credentials } from './credentials.service.js';
import { JwtStrategy } from './jwt.strategy.js';
import { ScopeGuard } from './scope.guard.js';

/** Who may call. The guards run in the order in which they stand here: who, how often, what. */
@Module({
  imports: [TypeOrmModule.forFeature([ApiKeyEntity])],
  controllers: [ApiKeysController],
  providers: [
    { provide: APP_GUARD, useClass: CredentialGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: ScopeGuard },
    ApiKeyCredentials,
    ApiKeyRepository,
    ApiKeyStrategy,
    ApiKeyUsage,
    ApiKeysService,
    BootstrapKey,
    Credentials,
    JwtStrategy,
  ],
})
export class AuthModule {}
