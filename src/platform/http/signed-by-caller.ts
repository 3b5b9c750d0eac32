import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import { WithoutIdempotencyKey } from './idempotency.decorators.js';
import { Public } from './public.js';

/** Bytes of a signed message; those of helpdesks hold whole tickets. */
const BODY_LIMIT = 512 * 1024;

/**
 * For routes that other systems call, which have no credential of ours: the signature of what they
 * send is their credential, and the route refuses what isn't signed. The bytes that were signed are
 * `request.rawBody`. A repeat is recognised by what was signed.
 */
export const SignedByCaller = () =>
  applyDecorators(
    Public(),
    WithoutIdempotencyKey(),
    RouteConfig({ bodyLimit: BODY_LIMIT, rawBody: true }),
    ApiExtension('x-signed-by-caller', true),
  );
