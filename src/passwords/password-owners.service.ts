import { Injectable } from '@nestjs/common';
import { AccountNamesService } from '../accounts/account-names.service.js';
import { Database } from '../platform/database/database.js';
import { type PasswordOwner, PasswordOwnerReadModel } from './password-owner.read-model.js';

/** Tells whose password is asked about. */
@Injectable()
export class PasswordOwners {
  constructor(
    private readonly names: AccountNamesService,
    private readonly reading: PasswordOwnerReadModel,
    private readonly database: Database,
  ) {}

  /** The account that signs in with this name; undefined for one that nobody knows. No account is made. */
  async find(login: string | undefined): Promise<PasswordOwner | undefined> {
    const canonical = login === undefined ? undefined : this.names.canonical(login);
    return canonical === undefined ? undefined : this.reading.find(this.database.direct, canonical);
  }
}
