import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { LabError, type LabContext, type LabTool } from '../domain.ts';
import { vrfs } from './build-state.ts';
import type { NetworkOperations } from './operations.ts';
import {
  showArp,
  showBgp,
  showChannels,
  showDevice,
  showInterface,
  showMacs,
  showNeighbours,
  showRoutes,
  showUps,
} from './show.ts';
import { isUp } from './state.ts';

const ofDevice = z.strictObject({
  device: z.string().describe('hostname, as network_list_devices gives it'),
});
const paged = {
  limit: z.number().int().min(1).max(500).default(100),
  cursor: z.string().optional().describe('next_cursor of the page before'),
};

/** What devices and their controller tell, in the shapes of a device API: snake_case, its own units and words. */
export function networkReadTools(operations: NetworkOperations, context: LabContext): readonly LabTool[] {
  const { state } = operations;
  const { blueprint } = context;
  const read = { readOnly: true, idempotent: true } as const;
  return [
    defineTool({
      ...read,
      name: 'network_list_sites',
      title: 'List sites',
      description: 'Sites with their racks (42 units each).',
      input: z.strictObject({}),
      run: () => ({
        sites: blueprint.sites.map((site) => ({
          name: site.name,
          address: `Datacenter ${site.name.toUpperCase()}`,
          racks: site.racks.map((rack) => ({ name: rack, height_units: 42 })),
        })),
      }),
    }),
    defineTool({
      ...read,
      name: 'network_list_devices',
      title: 'List devices',
      description: 'Switches, routers, firewalls and UPS units, page by page.',
      input: z.strictObject({ site: z.string().optional(), ...paged }),
      run: ({ site, limit, cursor }) => {
        const all = [
          ...[...state.devices.values()].map((device) => showDevice(operations, device)),
          ...state.upses.map((ups) => showUps(ups)),
        ].filter((device) => site === undefined || device['site'] === site);
        const start = cursor === undefined ? 0 : Number(cursor);
        if (!Number.isInteger(start) || start < 0 || start > all.length)
          throw new LabError(`cursor '${cursor}' was not given by this server`);
        const more = start + limit < all.length;
        return {
          devices: all.slice(start, start + limit),
          total: all.length,
          next_cursor: more ? String(start + limit) : null,
        };
      },
    }),
    defineTool({
      ...read,
      name: 'network_get_interfaces',
      title: 'Get interfaces',
      description: 'All interfaces of a device: configuration, state, counters, 5-minute rates, optics.',
      input: ofDevice,
      run: (args) => {
        const device = operations.device(args.device);
        return {
          device: device.name,
          interfaces: [...device.ports.values()].map((port) => showInterface(operations, device, port)),
        };
      },
    }),
    defineTool({
      ...read,
      name: 'network_get_lldp_neighbors',
      title: 'Get LLDP neighbours',
      description: 'Who announces itself on each port.',
      input: ofDevice,
      run: (args) => ({ neighbors: showNeighbours(operations, operations.device(args.device)) }),
    }),
    defineTool({
      ...read,
      name: 'network_get_port_channels',
      title: 'Get port channels',
      description: 'Link aggregations with the LACP state of each member.',
      input: ofDevice,
      run: (args) => ({ port_channels: showChannels(operations, operations.device(args.device)) }),
    }),
    defineTool({
      ...read,
      name: 'network_list_vlans',
      title: 'List VLANs',
      description: 'VLANs with the prefix that each carries.',
      input: z.strictObject({}),
      run: () => ({
        vlans: blueprint.vlans.map((vlan) => ({
          vlan_id: vlan.id,
          name: vlan.name,
          state: 'active',
          prefix: vlan.prefix,
        })),
      }),
    }),
    defineTool({
      ...read,
      name: 'network_list_vrfs',
      title: 'List VRFs',
      description: 'Routing instances with their route distinguishers.',
      input: z.strictObject({}),
      run: () => ({ vrfs: vrfs.map((vrf) => ({ name: vrf.name, rd: vrf.routeDistinguisher })) }),
    }),
    defineTool({
      ...read,
      name: 'network_get_bgp_neighbors',
      title: 'Get BGP neighbours',
      description: 'BGP sessions with state, uptime and prefix counts.',
      input: ofDevice,
      run: (args) => ({ neighbors: showBgp(operations, operations.device(args.device)) }),
    }),
    defineTool({
      ...read,
      name: 'network_get_routes',
      title: 'Get routes',
      description: 'Connected and static routes, and how many each protocol contributes.',
      input: ofDevice,
      run: (args) => showRoutes(operations, operations.device(args.device)),
    }),
    defineTool({
      ...read,
      name: 'network_get_environment',
      title: 'Get environment',
      description: 'Power supplies, fans, temperature, power draw.',
      input: ofDevice,
      run: (args) => {
        const device = operations.device(args.device);
        const wave = Math.sin(operations.now() / 7_200_000 + device.unit);
        return {
          power_supplies: device.powerSupplies,
          fans: device.fans,
          inlet_temperature_c: Math.round((24 + 2 * wave) * 10) / 10,
          power_draw_w: Math.round(device.baseWatts * (1 + 0.05 * wave)),
          power_maximum_w: device.baseWatts * 2,
        };
      },
    }),
    defineTool({
      ...read,
      name: 'network_get_arp_table',
      title: 'Get ARP table',
      description: 'Addresses resolved on routed VLAN interfaces.',
      input: ofDevice,
      run: (args) => ({ entries: showArp(operations, operations.device(args.device), context) }),
    }),
    defineTool({
      ...read,
      name: 'network_get_mac_table',
      title: 'Get MAC table',
      description: 'Learned hardware addresses by port and VLAN.',
      input: ofDevice,
      run: (args) => ({ entries: showMacs(operations, operations.device(args.device)) }),
    }),
    defineTool({
      ...read,
      name: 'network_get_config',
      title: 'Get configuration',
      description: 'Running configuration as text, and whether it is saved.',
      input: ofDevice,
      run: (args) => {
        const device = operations.device(args.device);
        const lines = [`hostname ${device.name}`];
        for (const port of device.ports.values()) {
          lines.push(`interface ${port.name}`, `  description ${port.description}`, `  mtu ${port.mtu}`);
          if (port.address !== undefined) lines.push(`  ip address ${port.address}`);
          if (port.channel !== undefined) lines.push(`  channel-group ${port.channel} mode active`);
          if (port.vlans)
            lines.push(
              `  switchport ${port.vlans.mode} native ${port.vlans.native} allowed ${port.vlans.tagged.join(',')}`,
            );
          if (!port.adminUp) lines.push('  shutdown');
        }
        return { running_config: lines.join('\n'), saved: device.configSaved };
      },
    }),
    defineTool({
      ...read,
      name: 'network_list_circuits',
      title: 'List circuits',
      description: 'Carrier circuits and where they end.',
      input: z.strictObject({}),
      run: () => ({
        circuits: state.circuits.map((circuit) => {
          const device = state.devices.get(circuit.device);
          const port = device?.ports.get(circuit.port);
          return {
            circuit_id: circuit.id,
            provider: circuit.provider,
            service: circuit.type,
            bandwidth_bps: circuit.bandwidthMbps * 1e6,
            site: circuit.site,
            device: circuit.device,
            port: circuit.port,
            status: device && port && isUp(state, device, port) ? 'up' : 'down',
          };
        }),
      }),
    }),
    defineTool({
      ...read,
      name: 'network_list_tunnels',
      title: 'List tunnels',
      description: 'IPsec tunnels between sites.',
      input: z.strictObject({}),
      run: () => ({
        tunnels: state.tunnels.map((tunnel) => ({
          name: tunnel.name,
          encapsulation: 'ipsec',
          cipher: 'aes-256-gcm',
          local: { device: tunnel.device, ip: tunnel.localIp },
          remote: { device: tunnel.remoteDevice, ip: tunnel.remoteIp },
          state: tunnel.up && state.devices.get(tunnel.device)?.powered === true ? 'up' : 'down',
          uptime_seconds: Math.floor((operations.now() - tunnel.sinceMs) / 1000),
        })),
      }),
    }),
    defineTool({
      ...read,
      name: 'network_list_power_feeds',
      title: 'List power feeds',
      description: 'Feeds of each rack with their rating and present draw.',
      input: z.strictObject({}),
      run: () => ({
        feeds: state.feeds.map((feed) => ({
          name: feed.name,
          site: feed.site,
          rack: feed.rack,
          redundancy: feed.side === 'A' ? 'primary' : 'redundant',
          panel: `${feed.site}-panel-${feed.side.toLowerCase()}`,
          volts: feed.volts,
          amperes: feed.amperes,
          phases: 1,
          maximum_percent: 80,
          draw_w: Math.round(
            feed.baseWatts *
              (1 + 0.06 * Math.sin((2 * Math.PI * operations.now()) / 86_400_000 + feed.phase)),
          ),
        })),
      }),
    }),
  ];
}
