import { describeDirectoryConnector } from '../conformance/directory-connector.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchSlapd, startSlapd } from '../servers/slapd.js';
import { slapdDirectory } from './slapd-directory.js';

await describeWithServer('OpenLDAP', fetchSlapd, () => {
  describeDirectoryConnector('the OpenLDAP connector with a password policy', async () =>
    slapdDirectory(await startSlapd()),
  );
});
