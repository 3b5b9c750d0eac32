import type { EntityManager } from 'typeorm';

/** An open database transaction that services hand to each other; only repositories look inside. */
export type Transaction = EntityManager;
