import type { PortSecurity, Teaming } from '../../../shared/model/kinds/vmware/parts.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { fact, type Content } from '../build.ts';
import { bytes, megahertz, number } from '../format.ts';

type Placed = EntityOf<'vm'> | EntityOf<'host'> | EntityOf<'resource-pool'>;

/**
 * A host that stands by itself is in no cluster, and neither is what runs on it: that is known. Where two clusters of a
 * vCenter have one name, the datacenter tells which.
 */
export function clusterCell(entity: Placed): Content {
  const { attributes, partition } = entity;
  if (partition === undefined) return fact<Placed, 'cluster'>(entity, 'cluster');
  return attributes.cluster === undefined ? 'none' : partition;
}

/** How vSphere's own compound values are written, the same in every table. */
export function limitMhz(value: number | 'unlimited'): string {
  return typeof value === 'number' ? megahertz(value) : value;
}

export function limitBytes(value: number | 'unlimited'): string {
  return typeof value === 'number' ? bytes(value) : value;
}

export function sharesText(shares: { readonly level: string; readonly value?: number | undefined }): string {
  return shares.value === undefined ? shares.level : `${shares.level} (${number(shares.value)})`;
}

export function securityText(security: PortSecurity): string | undefined {
  const entries = [
    ['promiscuous', security.promiscuous],
    ['forged transmits', security.forgedTransmits],
    ['MAC changes', security.macChanges],
  ] as const;
  const known = entries.filter(([, value]) => value !== undefined);
  if (known.length === 0) return undefined;
  const accepted = known.filter(([, value]) => value === true).map(([name]) => name);
  return accepted.length === 0 ? 'all rejected' : `accepts ${accepted.join(', ')}`;
}

const teamingPolicies: ReadonlyMap<string, string> = new Map([
  ['loadbalance_srcid', 'by source port'],
  ['loadbalance_srcmac', 'by source MAC'],
  ['loadbalance_ip', 'by IP hash'],
  ['loadbalance_loadbased', 'by load'],
  ['failover_explicit', 'explicit failover'],
]);

export function teamingPolicyText(teaming: Teaming): string | undefined {
  return teaming.policy === undefined ? undefined : (teamingPolicies.get(teaming.policy) ?? teaming.policy);
}

export function uplinkOrderText(teaming: Teaming): string | undefined {
  if (teaming.active === undefined && teaming.standby === undefined) return undefined;
  const list = (names: readonly string[] | undefined) =>
    names === undefined || names.length === 0 ? 'none' : names.join(', ');
  return `${list(teaming.active)} / ${list(teaming.standby)}`;
}

export function vlanText(vlan: number): string {
  return vlan === 0 ? 'untagged' : vlan === 4095 ? 'all (trunk)' : String(vlan);
}
