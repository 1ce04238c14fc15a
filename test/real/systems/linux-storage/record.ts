import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sshStorageAdapter } from '../../../../src/main/collectors/storage/ssh/adapter.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { recordCollection } from '../record-collection.ts';
import { missingForFilers, startFilers } from './filers.ts';

/** `node test/real/systems/linux-storage/record.ts`: writes anew what the adapter's contract test reads. */
const why = await missingForFilers();
if (why !== undefined) throw new Error(why);
using folder = temporaryFolder();
await using filers = await startFilers(folder.path);
const real = join(import.meta.dirname, '../..');
const recorded = await recordCollection({
  adapter: sshStorageAdapter,
  entry: filers.site.server(join(real, 'node_modules/.bin/ssh-mcp'), filers.profiles, filers.policy),
  of: 'LVM 2.03.16 on loop devices and nfs-utils 2.6.2, over ssh-mcp 2.11.0',
});
writeFileSync(join(real, '../../src/main/collectors/storage/ssh/fixtures/linux-storage.json'), recorded);
