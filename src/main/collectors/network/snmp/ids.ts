import { entityId, type EntityId } from '../../../../shared/model/ids.ts';

export const interfaceId = (source: string, device: string, name: string): EntityId =>
  entityId(source, 'interface', `${device}/${name}`);

/** Sites number their VLANs by themselves. */
export const vlanNativeId = (site: string | undefined, vid: number): string =>
  site === undefined ? `${vid}` : `${site}/${vid}`;

export const vlanId = (source: string, site: string | undefined, vid: number): EntityId =>
  entityId(source, 'vlan', vlanNativeId(site, vid));
