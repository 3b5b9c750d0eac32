import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What the database says of itself. */
export interface DatabaseWord {
  /** Its clock, ms. */
  readonly now: number;
  readonly version: string;
}

/** Asks the database about itself. */
@Injectable()
export class DiagnosticsReadModel {
  constructor(private readonly dataSource: DataSource) {}

  async database(): Promise<DatabaseWord> {
    const [row]: { now: Date; version: string }[] = await this.dataSource.query(
      `SELECT clock_timestamp() AS now, current_setting('server_version') AS version`,
    );
    if (!row) throw new Error('the database answered without a row');
    return { now: row.now.getTime(), version: row.version };
  }
}
