import { describeDirectoryConnector } from '../conformance/directory-connector.js';
import { startKeycloakService } from '../servers/keycloak-service.js';
import { accountNamed, connectKeycloak } from './keycloak-directory.js';

describeDirectoryConnector('the Keycloak connector on a service after its API', async () => {
  const service = await startKeycloakService();
  // One more request for each of 100,000 accounts would be most of the time.
  const open = (change = {}) => connectKeycloak(service, { groups: false, ...change });
  const connector = open();
  return {
    connector,
    documentedAs: 'keycloak on a service after its API',
    recognisesResets: false,
    secrets: [service.clientSecret],
    address: { host: '127.0.0.1', port: service.port },
    many: 100_000,
    add: async (accounts) => {
      for (const { login, displayName } of accounts) service.add(login, displayName);
    },
    addMany: async (logins) => {
      for (const login of logins) service.add(login);
    },
    remove: async (login) => void service.accounts.delete(accountNamed(service, login).id),
    storedPassword: async (login) => accountNamed(service, login).passwords[0] ?? 'none',
    open: ({ password, port }) =>
      open({
        ...(password === undefined ? {} : { clientSecret: password }),
        ...(port === undefined ? {} : { url: `http://127.0.0.1:${port}` }),
      }),
    close: async () => {
      await connector.close();
      await service.close();
    },
  };
});
