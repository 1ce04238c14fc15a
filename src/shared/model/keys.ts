/**
 * Natural keys: how entities of different sources recognise each other. An entity publishes the keys it is known
 * by; a relation may point at a key. Every builder normalises, so that both sides write the same text.
 */
const hex = (value: string) => value.toLowerCase().replaceAll(/[^0-9a-f]/g, '');

export const naturalKey = {
  /** SMBIOS or BIOS UUID: a VM, or the Kubernetes node whose providerID or systemUUID names it. */
  uuid: (value: string) => `uuid:${hex(value)}`,
  /** SCSI device identifier of a LUN, with or without the "naa." prefix. */
  naa: (value: string) => `naa:${hex(value.replace(/^naa\./i, ''))}`,
  mac: (value: string) => `mac:${hex(value)}`,
  wwn: (value: string) => `wwn:${hex(value)}`,
  iqn: (value: string) => `iqn:${value.toLowerCase()}`,
  /** A port as LLDP or CDP names it: system name without its domain, and the interface's name. */
  port: (device: string, port: string) => `port:${host(device)}/${port.toLowerCase()}`,
  /** A host by its DNS name, without the domain. */
  host: (name: string) => `host:${host(name)}`,
  ip: (address: string) => `ip:${address.toLowerCase().replace(/\/\d+$/, '')}`,
  serial: (value: string) => `serial:${value.toLowerCase().trim()}`,
  /** A volume as its array names it. */
  volume: (array: string, volume: string) => `volume:${host(array)}/${volume.toLowerCase()}`,
  /** An NFS export, as a datastore or a persistent volume mounts it. */
  nfs: (server: string, path: string) => `nfs:${server.toLowerCase()}:${path}`,
  vlan: (id: number) => `vlan:${id}`,
};

function host(name: string): string {
  const lower = name.toLowerCase();
  return /^[\d.]+$/.test(lower) ? lower : (lower.split('.')[0] ?? lower);
}
