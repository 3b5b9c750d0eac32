import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/transaction.js';
import type { CallerAttribute } from './domain/caller-attribute.js';

const COLUMNS = `caller_attribute.id, caller_attribute.directory_id AS "directoryId", caller_attribute.name,
                 caller_attribute.attribute, caller_attribute.compare, caller_attribute.digits`;

/** Reads and writes rows of `caller_attribute`. */
@Injectable()
export class CallerAttributeRepository {
  list(tx: Transaction): Promise<CallerAttribute[]> {
    return tx.query(`SELECT ${COLUMNS} FROM caller_attribute ORDER BY caller_attribute.id`);
  }

  /** Those of the account's directory. */
  of(tx: Transaction, accountId: string): Promise<CallerAttribute[]> {
    return tx.query(
      `SELECT ${COLUMNS} FROM caller_attribute
         JOIN account ON account.directory_id = caller_attribute.directory_id
        WHERE account.id = $1 ORDER BY caller_attribute.id`,
      [accountId],
    );
  }

  /** Puts these in the place of all that there are. */
  async replace(tx: Transaction, attributes: readonly CallerAttribute[]): Promise<void> {
    await tx.query(`DELETE FROM caller_attribute`);
    for (const { id, directoryId, name, attribute, compare, digits } of attributes)
      await tx.query(
        `INSERT INTO caller_attribute (id, directory_id, name, attribute, compare, digits)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, directoryId, name, attribute, compare, digits],
      );
  }
}
