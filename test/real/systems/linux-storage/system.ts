import type { RealSystem } from '../../real-system.ts';
import { notRunning } from '../not-running.ts';
import { missingForFilers, startFilers } from './filers.ts';
import { filersTruth } from './truth.ts';

/** ZFS is not among this distribution's packages, and multipath needs a device mapper: both have specs over documented answers. */
export const linuxStorageSystem: RealSystem = {
  id: 'linux-storage',
  title: 'LVM and NFS exports of Linux hosts',
  missing: missingForFilers,
  async start({ folder, bin, say }) {
    const filers = await startFilers(folder);
    say('a volume group and exports');
    const version = /\d+\.\d+\.\d+/.exec(await filers.volumes.run('vgs', '--version'))?.[0] ?? '';
    return {
      version: `LVM ${version}`,
      sources: [
        {
          name: 'filers',
          server: 'ssh-mcp 2.11.0',
          adapters: ['ssh-network', 'ssh-storage'],
          entry: filers.site.server(bin('ssh-mcp'), filers.profiles, filers.policy),
          unseen: [/LUNs and SMB shares that filer1 gives to others/, ...notRunning],
          truth: () => filersTruth(filers),
        },
      ],
      [Symbol.asyncDispose]: () => filers[Symbol.asyncDispose](),
    };
  },
};
