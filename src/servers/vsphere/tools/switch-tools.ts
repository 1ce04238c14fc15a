import { z } from 'zod';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import { element } from '../connection/markup.ts';
import type { XmlElement } from '../connection/xml-element.ts';
import { hostNetworkSchema, readHostNetwork } from '../read/host-network.ts';
import { dvPortSchema, dvSwitchPaths, dvSwitchSchema, readDvPort, readDvSwitch } from '../read/network.ts';
import { reference } from '../read/shapes.ts';
import type { Vsphere } from '../vsphere.ts';
import { listTool, readByType } from './list-tool.ts';
import { pageInput, pageOutput, sliceAfter, sliceRefs } from './page.ts';

export const dvSwitchTypes = ['DistributedVirtualSwitch', 'VmwareDistributedVirtualSwitch'];

export function switchTools(vsphere: Vsphere): ServerTool[] {
  return [listDvSwitches(vsphere), listDvPorts(vsphere), listVirtualSwitches(vsphere)];
}

function listDvSwitches(vsphere: Vsphere): ServerTool {
  return listTool(vsphere, {
    name: 'list_distributed_switches',
    title: 'List distributed switches',
    description: 'Distributed switches with their uplinks, member hosts, LACP and discovery protocol.',
    types: dvSwitchTypes,
    item: dvSwitchSchema,
    async read(refs, inventory, signal) {
      const objects = await readByType(vsphere, refs, () => dvSwitchPaths, signal);
      return Promise.all(
        objects.map(async (object) => {
          const members = object.at.all('config.host').length;
          const uplinks =
            members === 0 ? [] : await fetchPorts(vsphere, object.ref, { uplink: true }, signal);
          const names = new Map(
            uplinks.map((port) => [port.text('key') ?? '', port.text('config.name') ?? '']),
          );
          return readDvSwitch(object, inventory, names);
        }),
      );
    },
  });
}

function listDvPorts(vsphere: Vsphere): ServerTool {
  return defineTool({
    name: 'list_distributed_ports',
    title: 'List ports of a distributed switch',
    description:
      'Ports of one distributed switch: what is connected, whether its link is up, and what it sets itself. One page at a time; follow nextCursor until there is none.',
    input: pageInput.extend({
      switch: z.string().min(1).max(300).describe('reference, path or name of the distributed switch'),
      connected: z.boolean().optional().describe('only those with something connected, or without'),
    }),
    output: pageOutput(dvPortSchema),
    access: 'read',
    async run(args, { signal }) {
      const inventory = await vsphere.inventory.current(signal);
      const { ref } = inventory.find('distributed switch', dvSwitchTypes, args.switch);
      const [ports, dvSwitch] = await Promise.all([
        fetchPorts(vsphere, ref, { connected: args.connected }, signal),
        vsphere.reader.readOne(ref, ['config.uplinkPortgroup'], signal),
      ]);
      const uplinks = new Set(dvSwitch.at.refs('config.uplinkPortgroup').map(({ value }) => value));
      const { shown, ...page } = sliceAfter(ports, (port) => port.text('key') ?? '', args);
      return { items: shown.map((port) => readDvPort(port, ref.value, uplinks)), ...page };
    },
  });
}

/** Member order is the schema's: connected, active, uplinkPort. */
async function fetchPorts(
  vsphere: Vsphere,
  dvSwitch: ManagedRef,
  only: { readonly connected?: boolean | undefined; readonly uplink?: boolean },
  signal: AbortSignal,
): Promise<readonly XmlElement[]> {
  const criteria = [
    ...(only.connected === undefined ? [] : [element('connected', only.connected)]),
    ...(only.uplink === undefined ? [] : [element('uplinkPort', only.uplink)]),
  ];
  const answer = await vsphere.session.call(
    'FetchDVPorts',
    dvSwitch,
    criteria.length === 0 ? [] : [element('criteria', criteria)],
    signal,
  );
  return answer.all('returnval');
}

function listVirtualSwitches(vsphere: Vsphere): ServerTool {
  return defineTool({
    name: 'list_virtual_switches',
    title: 'List standard switches of hosts',
    description:
      'For each host its standard switches, their port groups, physical adapters and VMkernel adapters. One page of hosts at a time; follow nextCursor until there is none.',
    input: pageInput,
    output: pageOutput(z.object({ host: reference, hostName: z.string(), network: hostNetworkSchema })),
    access: 'read',
    async run(args, { signal }) {
      const inventory = await vsphere.inventory.current(signal);
      const hosts = inventory.ofTypes(['HostSystem']).map(({ ref }) => ref);
      const { shown, ...page } = sliceRefs(hosts, args);
      const [objects, switches] = await Promise.all([
        vsphere.reader.read(
          'HostSystem',
          shown,
          ['name', 'config.network', 'config.virtualNicManagerInfo'],
          signal,
        ),
        switchesByUuid(vsphere, signal),
      ]);
      const items = objects.flatMap(({ ref, at }) => {
        const config = at.one('config');
        return config === undefined
          ? []
          : [
              {
                host: ref.value,
                hostName: at.text('name') ?? ref.value,
                network: readHostNetwork(config, switches, new Map()),
              },
            ];
      });
      return { items, ...page };
    },
  });
}

/** Hosts name a distributed switch by its uuid. */
export async function switchesByUuid(vsphere: Vsphere, signal: AbortSignal): Promise<Map<string, string>> {
  const inventory = await vsphere.inventory.current(signal);
  const refs = inventory.ofTypes(dvSwitchTypes).map(({ ref }) => ref);
  const objects = await readByType(vsphere, refs, () => ['uuid'], signal);
  return new Map(objects.map(({ ref, at }) => [at.text('uuid') ?? '', ref.value]));
}
