import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from './transaction.js';

/** The way of a service to the database: transactions that several repositories share. */
@Injectable()
export class Database {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs `work` in a transaction: committed when it resolves, rolled back when it rejects. */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction(work);
  }

  /**
   * {@link transaction} that doesn't wait for the disk: when PostgreSQL crashes, the last ones are
   * undone, each as a whole. Whatever is committed later takes them to the disk before itself.
   */
  hastyTransaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    return this.transaction(async (tx) => {
      await tx.query('SET LOCAL synchronous_commit = off');
      return work(tx);
    });
  }

  /** Statements outside of any transaction, each on its own. */
  get direct(): Transaction {
    return this.dataSource.manager;
  }
}
