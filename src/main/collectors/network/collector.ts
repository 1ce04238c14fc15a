import { networkKinds } from '../../../shared/model/kinds/network.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import type { CollectorDefinition } from '../collector.ts';
import { labNetworkAdapter } from './lab/adapter.ts';
import { netboxAdapter } from './netbox/adapter.ts';
import { redfishHardwareAdapter } from './redfish/adapter.ts';
import { snmpAdapter } from './snmp/adapter.ts';
import { sshNetworkAdapter } from './ssh/adapter.ts';

export const networkCollector: CollectorDefinition = {
  domain: 'network',
  title: 'network',
  kinds: Object.keys(networkKinds) as EntityKind[],
  adapters: [labNetworkAdapter, netboxAdapter, sshNetworkAdapter, snmpAdapter, redfishHardwareAdapter],
};
