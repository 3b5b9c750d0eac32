import { Injectable } from '@nestjs/common';
import { DataSource, type EntitySubscriberInterface, type QueryRunner } from 'typeorm';
import type { Transaction } from './transaction.js';

/** The part of TypeORM's transaction events that is used. */
interface TransactionEnd {
  readonly queryRunner: QueryRunner;
}

/** Lets a service do something when the transaction that it was handed is committed, whoever began it. */
@Injectable()
export class AfterCommit implements EntitySubscriberInterface {
  private readonly hooks = new WeakMap<QueryRunner, Set<() => void>>();

  constructor(dataSource: DataSource) {
    dataSource.subscribers.push(this);
  }

  /**
   * Runs `hook` once after the commit, however often it was given; never after a rollback, and at
   * once where there is no transaction. It mustn't throw.
   */
  run(tx: Transaction, hook: () => void): void {
    const { queryRunner } = tx;
    if (queryRunner?.isTransactionActive !== true) return hook();
    const hooks = this.hooks.get(queryRunner) ?? new Set();
    this.hooks.set(queryRunner, hooks.add(hook));
  }

  /** TypeORM's; a released savepoint is no commit. */
  afterTransactionCommit({ queryRunner }: TransactionEnd): void {
    if (queryRunner.isTransactionActive) return;
    const hooks = this.hooks.get(queryRunner) ?? [];
    this.hooks.delete(queryRunner);
    for (const hook of hooks) hook();
  }

  /** TypeORM's; a hook of a savepoint that was rolled back goes with the whole. */
  afterTransactionRollback({ queryRunner }: TransactionEnd): void {
    if (!queryRunner.isTransactionActive) this.hooks.delete(queryRunner);
  }
}
