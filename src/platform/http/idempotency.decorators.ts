import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

/** Metadata key of writes to which an Idempotency-Key means nothing. */
export const WITHOUT_IDEMPOTENCY_KEY = 'authwarden:without-idempotency-key';

/** Metadata key of the field that is shown once. */
export const SHOWN_ONCE = 'authwarden:shown-once';

/**
 * For writes that take no Idempotency-Key: those that recognise a repeat by what they are sent
 * (events), and those that keep nothing (a password check).
 */
export const WithoutIdempotencyKey = () =>
  applyDecorators(
    SetMetadata(WITHOUT_IDEMPOTENCY_KEY, true),
    ApiExtension('x-idempotency-key', false),
  );

/** The answer's `field` is a secret: the kept answer, and so every repeat of it, has null there. */
export const ShownOnce = (field: string) => SetMetadata(SHOWN_ONCE, field);
