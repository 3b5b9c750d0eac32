import { openScimConnector } from '../../src/directories/scim/scim-directory.js';
import { ScimSettingsSchema } from '../../src/directories/scim/scim-settings.js';
import { systemClock } from '../../src/kernel/clock.js';
import { describeDirectoryConnector } from '../conformance/directory-connector.js';
import { startScimService } from '../servers/scim-service.js';

describeDirectoryConnector('the SCIM connector on a service after RFC 7644', async () => {
  const service = await startScimService();
  const open = ({ password, port }: { password?: string; port?: number } = {}) =>
    openScimConnector(
      ScimSettingsSchema.parse({
        url: `http://127.0.0.1:${port ?? service.port}/scim/v2`,
        token: password ?? service.token,
      }),
      systemClock,
    );
  const connector = open();
  const accountOf = (login: string) => {
    const found = [...service.accounts.values()].find(({ userName }) => userName === login);
    if (!found) throw new Error(`there is no account ${login}`);
    return found;
  };
  return {
    connector,
    documentedAs: 'scim on a service after the RFCs',
    recognisesResets: false,
    secrets: [service.token],
    address: { host: '127.0.0.1', port: service.port },
    many: 100_000,
    add: async (accounts) => {
      for (const { login, displayName } of accounts) service.add(login, displayName);
    },
    addMany: async (logins) => {
      for (const login of logins) service.add(login);
    },
    remove: async (login) => void service.accounts.delete(accountOf(login).id),
    storedPassword: async (login) => accountOf(login).password || 'none',
    open,
    close: async () => {
      await connector.close();
      await service.close();
    },
  };
});
