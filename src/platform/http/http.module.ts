import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { IdempotencySweep } from './idempotency-sweep.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { ProblemFilter } from './problem.filter.js';
import { requestValidation } from './request-validation.js';
import { SignedCalls } from './signed-calls.service.js';

/** What every request goes through: validation, Idempotency-Key, problems. Global: features that are called by other systems need it. */
@Global()
@Module({
  providers: [
    { provide: APP_PIPE, useFactory: requestValidation },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    IdempotencyRepository,
    IdempotencySweep,
    SignedCalls,
  ],
  exports: [SignedCalls],
})
export class HttpModule {}
