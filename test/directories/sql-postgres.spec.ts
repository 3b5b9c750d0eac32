import { describeDirectoryConnector } from '../conformance/directory-connector.js';
import { postgresSite } from './postgres-site.js';
import { conforming } from './sql-directory.js';

describeDirectoryConnector('the SQL connector on PostfixAdmin’s PostgreSQL table', async () =>
  conforming(
    await postgresSite(
      `CREATE TABLE mailbox (
         username varchar(255) PRIMARY KEY,
         password varchar(255) NOT NULL,
         name varchar(255) NOT NULL,
         active boolean NOT NULL DEFAULT true,
         modified timestamptz NOT NULL DEFAULT now()
       )`,
      {
        settings: {},
        table: 'mailbox',
        login: 'username',
        displayName: 'name',
        password: 'password',
        also: ['', ''],
        stored: '{SSHA512}c3RvcmVkIHBhc3N3b3Jk',
      },
    ),
  ),
);

describeDirectoryConnector(
  'the SQL connector on a PostgreSQL table with names of its own',
  async () =>
    conforming(
      await postgresSite(
        `CREATE SCHEMA mail;
       CREATE TABLE mail."Users" (
         id bigserial PRIMARY KEY,
         email text NOT NULL,
         "fullName" text,
         passwd text NOT NULL,
         enabled char(1) NOT NULL,
         must_change smallint NOT NULL DEFAULT 0,
         changed bigint
       );
       CREATE UNIQUE INDEX ON mail."Users" (email)`,
        {
          settings: {
            table: 'mail.Users',
            columns: {
              login: 'email',
              password: 'passwd',
              active: 'enabled',
              displayName: 'fullName',
              mustChange: 'must_change',
              changedAt: 'changed',
            },
            scheme: 'SHA512-CRYPT',
          },
          table: 'mail."Users"',
          login: 'email',
          displayName: '"fullName"',
          password: 'passwd',
          also: [', enabled', ", 'Y'"],
          stored: '$1$salt$notahash',
        },
      ),
    ),
);
