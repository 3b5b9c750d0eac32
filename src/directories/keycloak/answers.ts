import type { z } from 'zod';
import { DirectoryFault } from '../reaching/directory-fault.js';

/** The body of an answer. @throws DirectoryFault when it isn't what it should be */
export function answered<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new DirectoryFault('refused', 'the server answers what a Keycloak wouldn’t');
  }
}

/** Whether another try may do. */
export function busyStatus(status: number): boolean {
  return status === 429 || status >= 500;
}
