import { afterAll, beforeAll } from 'vitest';
import { describeDirectoryConnector } from '../conformance/directory-connector.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchMariadb, type MariadbServer, startMariadb } from '../servers/mariadb.js';
import { mariadbSite } from './mariadb-site.js';
import { conforming } from './sql-directory.js';

await describeWithServer('MariaDB', fetchMariadb, () => {
  let server: MariadbServer;

  beforeAll(async () => {
    server = await startMariadb();
  });
  afterAll(async () => {
    await server.stop();
  });

  describeDirectoryConnector('the SQL connector on PostfixAdmin’s MariaDB table', async () =>
    conforming(
      await mariadbSite(
        server.url,
        [
          `CREATE TABLE mailbox (
             username varchar(255) NOT NULL PRIMARY KEY,
             password varchar(255) NOT NULL,
             name varchar(255) CHARACTER SET utf8mb4 NOT NULL,
             active tinyint(1) NOT NULL DEFAULT 1,
             modified datetime NOT NULL DEFAULT '2000-01-01 00:00:00'
           )`,
        ],
        {
          settings: {},
          table: 'mailbox',
          login: 'username',
          displayName: 'name',
          password: 'password',
          also: ['', ''],
          stored: '{BLF-CRYPT}$2y$05$abcdefghijklmnopqrstuv',
        },
      ),
    ),
  );

  describeDirectoryConnector(
    'the SQL connector on a MariaDB table with names of its own',
    async () =>
      conforming(
        await mariadbSite(
          server.url,
          [
            `CREATE TABLE \`Users\` (
             id int AUTO_INCREMENT PRIMARY KEY,
             email varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL UNIQUE,
             label varchar(64),
             passwd text NOT NULL,
             enabled enum('Y','N') NOT NULL,
             must_change bit(1) NOT NULL DEFAULT 0,
             changed int
           )`,
          ],
          {
            settings: {
              table: 'mail.Users',
              columns: {
                login: 'email',
                password: 'passwd',
                active: 'enabled',
                displayName: 'label',
                mustChange: 'must_change',
                changedAt: 'changed',
              },
              scheme: '{ARGON2ID}',
            },
            table: 'mail.Users',
            login: 'email',
            displayName: 'label',
            password: 'passwd',
            also: [', enabled', ", 'Y'"],
            stored: '5f4dcc3b5aa765d61d8327deb882cf99',
          },
        ),
      ),
  );
});
