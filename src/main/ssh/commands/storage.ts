import { readCommand, type ReadCommandOptions } from '../read-command.ts';

/** Ceph waits five minutes for its monitors unless it is told otherwise. */
const askCeph = 'ceph --connect-timeout 15';

/** Without a configuration the host belongs to no cluster, whatever programs it has. Never through sudo: root's key may do all. */
const ceph: ReadCommandOptions = { stopped: /conf_read_file|Can't open the configuration file/ };
/** Names as Ceph lets pools and images have, less those that are more than one plain word. */
const poolName = /^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,127}$/;
const inPool: ReadCommandOptions = { ...ceph, arguments: { pool: poolName } };
const ofImage: ReadCommandOptions = { ...ceph, arguments: { pool: poolName, image: poolName } };

const asRoot: ReadCommandOptions = { program: 'sbin', sudo: true };
const lvm = '--reportformat json --units b --nosuffix --options';
const zfs: ReadCommandOptions = {
  program: 'sbin',
  sudo: true,
  stopped: /ZFS modules|modprobe zfs|\/dev\/zfs/,
};

/** Ceph clusters, and what a host has itself: block devices, LVM, ZFS, multipath and NFS exports. */
export const storageCommands = {
  cephStatus: readCommand('ceph-status', `${askCeph} status --format json`, ceph),
  cephHealth: readCommand('ceph-health', `${askCeph} health detail --format json`, ceph),
  cephSpace: readCommand('ceph-space', `${askCeph} df detail --format json`, ceph),
  cephOsdTree: readCommand('ceph-osd-tree', `${askCeph} osd tree --format json`, ceph),
  cephOsdSpace: readCommand('ceph-osd-space', `${askCeph} osd df --format json`, ceph),
  cephOsdMap: readCommand('ceph-osd-map', `${askCeph} osd dump --format json`, ceph),
  cephOsdHosts: readCommand('ceph-osd-hosts', `${askCeph} osd metadata --format json`, ceph),
  cephPoolStates: readCommand('ceph-pool-states', `${askCeph} osd pool stats --format json`, ceph),
  cephRules: readCommand('ceph-rules', `${askCeph} osd crush rule dump --format json`, ceph),
  cephMonitors: readCommand('ceph-monitors', `${askCeph} mon dump --format json`, ceph),
  cephMonitorHosts: readCommand('ceph-monitor-hosts', `${askCeph} mon metadata --format json`, ceph),
  cephManagerHosts: readCommand('ceph-manager-hosts', `${askCeph} mgr metadata --format json`, ceph),
  cephFileSystemHosts: readCommand('ceph-mds-hosts', `${askCeph} mds metadata --format json`, ceph),
  cephVersions: readCommand('ceph-versions', `${askCeph} versions --format json`, ceph),
  cephFileSystems: readCommand('ceph-file-systems', `${askCeph} fs ls --format json`, ceph),
  rbdImages: readCommand('rbd-images', 'rbd ls --long --pool {pool} --format json', inPool),
  rbdImage: readCommand('rbd-image', 'env TZ=UTC rbd info {pool}/{image} --format json', ofImage),
  rbdSnapshots: readCommand('rbd-snapshots', 'env TZ=UTC rbd snap ls {pool}/{image} --format json', ofImage),
  rbdMirror: readCommand('rbd-mirror', 'rbd mirror pool info {pool} --format json', inPool),
  rbdMirrorStates: readCommand(
    'rbd-mirror-states',
    'env TZ=UTC rbd mirror pool status {pool} --verbose --format json',
    inPool,
  ),

  blockDevices: readCommand(
    'block-devices',
    'lsblk --json --bytes --output NAME,KNAME,PATH,TYPE,SIZE,ROTA,TRAN,VENDOR,MODEL,SERIAL,REV,WWN,FSTYPE,STATE',
  ),
  fileSystems: readCommand(
    'file-systems',
    'findmnt --json --bytes --list --types ext2,ext3,ext4,xfs,btrfs --output SOURCE,TARGET,FSTYPE,SIZE,USED,AVAIL',
  ),
  volumeGroups: readCommand(
    'volume-groups',
    `vgs ${lvm} vg_name,vg_size,vg_free,vg_attr,vg_missing_pv_count,pv_count`,
    asRoot,
  ),
  logicalVolumes: readCommand(
    'logical-volumes',
    `lvs ${lvm} lv_name,vg_name,lv_size,lv_attr,lv_layout,lv_role,lv_health_status,origin,pool_lv,data_percent,lv_time`,
    asRoot,
  ),
  physicalVolumes: readCommand('physical-volumes', `pvs ${lvm} pv_name,vg_name,pv_size,pv_missing`, asRoot),
  zfsPools: readCommand('zfs-pools', 'zpool list -H -p -o name,guid,size,allocated,free,health', zfs),
  zfsPoolStates: readCommand('zfs-pool-states', 'zpool status -P', zfs),
  zfsDatasets: readCommand(
    'zfs-datasets',
    'zfs list -H -p -t filesystem,volume -o name,guid,type,used,available,usedbysnapshots,quota,volsize,refreservation,mountpoint,compression,dedup,encryption,creation,readonly',
    zfs,
  ),
  zfsSnapshots: readCommand(
    'zfs-snapshots',
    'zfs list -H -p -t snapshot -o name,guid,used,creation,userrefs',
    zfs,
  ),
  multipathMaps: readCommand('multipath-maps', 'multipathd show maps json', {
    ...asRoot,
    stopped: /not running|connection refused|error -?\d+ receiving packet/i,
  }),
  /** What `exportfs -s` prints, and readable by everybody. */
  nfsExports: readCommand('nfs-exports', 'cat /var/lib/nfs/etab', {
    allowListed: true,
    stopped: /No such file or directory/,
  }),
} as const;
