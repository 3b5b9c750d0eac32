import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Sync } from './domain/sync.js';

/** A row of `directory`. */
@Entity('directory')
export class DirectoryEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  kind!: string;

  /** With stars where the secrets are. */
  @Column({ type: 'jsonb' })
  settings!: object;

  /** JSON of the secrets by field, sealed for this row. */
  @Column({ name: 'sealed_secrets', type: 'bytea', nullable: true })
  sealedSecrets!: Buffer | null;

  @Column({ name: 'sync_progress', type: 'jsonb', nullable: true })
  sync!: Sync | null;

  @Column({ name: 'sync_cursor', type: 'text', nullable: true })
  syncCursor!: string | null;

  @Column({ name: 'synced_at', type: 'timestamptz', nullable: true })
  syncedAt!: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
