import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sshStorageAdapter } from '../../../../src/main/collectors/storage/ssh/adapter.ts';
import { recordCollection } from '../record-collection.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { missingForCeph, startCeph } from './cluster.ts';
import { profiles } from './system.ts';

/** `node test/real/systems/ceph/record.ts`: writes anew what the adapter's contract test reads. */
const why = await missingForCeph();
if (why !== undefined) throw new Error(why);
using folder = temporaryFolder();
await using ceph = await startCeph(folder.path, (line) => process.stderr.write(`${line}\n`));
const real = join(import.meta.dirname, '../..');
const recorded = await recordCollection({
  adapter: sshStorageAdapter,
  entry: ceph.site.server(join(real, 'node_modules/.bin/ssh-mcp'), profiles(ceph)),
  of: 'Ceph 16.2.15 (three monitors, four OSDs on BlueStore), over ssh-mcp 2.11.0',
});
const fixtures = join(real, '../../src/main/collectors/storage/ssh/fixtures');
writeFileSync(join(fixtures, 'ceph.json'), recorded);
