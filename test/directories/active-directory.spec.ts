import { describeDirectoryConnector } from '../conformance/directory-connector.js';
import { describeWithServer } from '../servers/availability.js';
import { fetchSamba, startSamba } from '../servers/samba.js';
import { sambaDirectory } from './samba-directory.js';

await describeWithServer('Samba AD', fetchSamba, () => {
  describeDirectoryConnector('the Active Directory connector on Samba', async () =>
    sambaDirectory(await startSamba()),
  );
});
