import { join } from 'node:path';
import {
  missingForHosts,
  startSshSite,
  type NamespacedHost,
  type SshProfile,
  type SshSite,
} from '../../../support/ssh-hosts.ts';

/** Why no such hosts can be brought up here; undefined: they can. */
export async function missingForFilers(): Promise<string | undefined> {
  const why = await missingForHosts(['lvm', 'losetup', 'exportfs', 'lsblk']);
  return why && `${why} (apt-get install lvm2 nfs-kernel-server openssh-server sudo, without starting them)`;
}

export interface Filers extends AsyncDisposable {
  readonly site: SshSite;
  /** Has a volume group and exports; the account may look at LVM through sudo. */
  readonly volumes: NamespacedHost;
  /** Exports only; the account may nothing more than others. */
  readonly exportsOnly: NamespacedHost;
  readonly profiles: readonly SshProfile[];
  readonly policy: string;
}

/**
 * LVM on loop devices and NFS exports. Kernels without a device mapper keep volume groups and volumes on disk all the
 * same; none of them can be active then.
 */
export async function startFilers(folder: string): Promise<Filers> {
  const site = await startSshSite(folder);
  let release = () => Promise.resolve();
  const end = async () => {
    await release();
    await site[Symbol.asyncDispose]();
  };
  try {
    const look = ['vgs', 'lvs', 'pvs'].map(
      (program) =>
        String.raw`/usr/sbin/${program} ^--reportformat json --units b --nosuffix --options [a-z_\,]+$`,
    );
    const volumes = await site.add('filer1', { users: [{ name: 'docs', sudo: look }] });
    const exportsOnly = await site.add('filer2', { users: [{ name: 'docs' }] });
    const loops: string[] = [];
    release = async () => {
      if (loops.length === 0) return;
      await volumes.run('vgremove', '-f', '-y', 'data').catch(() => undefined);
      await volumes.run('losetup', '-d', ...loops);
    };
    for (const name of ['disk0', 'disk1']) {
      const file = join(folder, name);
      await volumes.run('truncate', '-s', '300M', file);
      loops.push((await volumes.run('losetup', '-f', '--show', file)).trim());
    }
    await volumes.shell(`
mkdir -p /run/lvm /run/lock/lvm
pvcreate -y ${loops.join(' ')}
vgcreate data ${loops.join(' ')}
lvcreate --driverloaded n -y -an -Zn -Wn -L 100M -n home data
lvcreate --driverloaded n -y -an -Zn -Wn -L 40M -n web-logs data
mkdir -p /var/exports/home '/var/exports/web logs'
cat > /etc/exports <<EOF
/var/exports/home 198.18.0.0/24(rw,sync,no_subtree_check) 198.18.0.1(rw,no_root_squash,no_subtree_check)
"/var/exports/web logs" *(ro,all_squash,no_subtree_check)
EOF
exportfs -ra`);
    await exportsOnly.shell(`
mkdir -p /var/exports/media
echo '/var/exports/media 198.18.0.0/24(ro,no_subtree_check,sec=krb5p:krb5)' > /etc/exports
exportfs -ra`);
    return {
      site,
      volumes,
      exportsOnly,
      profiles: [
        {
          name: 'filer1',
          host: volumes,
          user: 'docs',
          more: { role: 'documenter', group: 'prod', approvalPolicy: 'auto' },
        },
        { name: 'filer2', host: exportsOnly, user: 'docs', more: { role: 'operator', group: 'prod' } },
      ],
      policy: '[policy.roleBindings.documenter]\nprod = ["read-only", "safe", "privileged"]\n',
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}
