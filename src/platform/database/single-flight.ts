import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Lets one process at a time do a thing that isn't done in a transaction. */
@Injectable()
export class SingleFlight {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `work` while nobody else runs any of the same name. The lock belongs to a connection, so a
   * process that dies lets go of it at once.
   *
   * @returns false when another one is at it
   */
  async run(name: string, work: () => Promise<void>): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const [row]: { got: boolean }[] = await runner.query(
        `SELECT pg_try_advisory_lock(hashtextextended('authwarden ' || $1, 0)) AS got`,
        [name],
      );
      if (row?.got !== true) return false;
      try {
        await work();
      } finally {
        await runner.query(`SELECT pg_advisory_unlock(hashtextextended('authwarden ' || $1, 0))`, [
          name,
        ]);
      }
      return true;
    } finally {
      await runner.release();
    }
  }
}
