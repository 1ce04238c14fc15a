import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { LabError, type LabTool } from '../domain.ts';
import type { NetworkOperations } from './operations.ts';
import { endFlapping } from './scenarios.ts';
import { isEstablished, isUp, type LabDevice, type LabPort } from './state.ts';

/** How long a bounced port stays down. */
const bounceSeconds = 2;

const target = {
  device: z.string().describe('hostname'),
  port: z.string().describe('interface name, e.g. Ethernet12'),
};

/** What a network engineer would do by hand, with the refusals of a careful device. */
export function networkWriteTools(operations: NetworkOperations): readonly LabTool[] {
  const { state } = operations;
  const find = (args: { device: string; port: string }): { device: LabDevice; port: LabPort } => {
    const device = operations.device(args.device);
    return { device, port: operations.port(device, args.port) };
  };
  const shown = (device: LabDevice, port: LabPort) => ({
    device: device.name,
    port: port.name,
    admin_status: port.adminUp ? 'up' : 'down',
    oper_status: isUp(state, device, port) ? 'up' : 'down',
  });
  const setAdmin = (device: LabDevice, port: LabPort, adminUp: boolean) => {
    operations.changing([device], () => (port.adminUp = adminUp));
    device.configSaved = false;
    return shown(device, port);
  };

  const setVlans = (args: {
    device: string;
    port: string;
    mode: 'access' | 'trunk';
    native_vlan: number;
    tagged_vlans: number[];
  }) => {
    const { device, port } = find(args);
    if (port.channel !== undefined)
      throw new LabError(`port ${port.name} is a member of ${port.channel}: set the VLANs there`);
    if (port.form === 'vlan' || port.form === 'loopback' || port.address !== undefined)
      throw new LabError(`port ${port.name} of ${device.name} is routed, it carries no VLANs`);
    const missing = [args.native_vlan, ...args.tagged_vlans].filter(
      (vlan) => !operations.vlanIds().includes(vlan),
    );
    if (missing.length > 0) throw new LabError(`VLAN ${missing.join(', ')} does not exist`);
    if (args.mode === 'access' && args.tagged_vlans.length > 0)
      throw new LabError('an access port has no tagged VLANs');
    const tagged = [...new Set(args.tagged_vlans)].toSorted((a, b) => a - b);
    port.vlans = { mode: args.mode, native: args.native_vlan, tagged };
    device.configSaved = false;
    return {
      ...shown(device, port),
      switchport: { mode: args.mode, native_vlan: args.native_vlan, tagged_vlans: tagged },
    };
  };

  return [
    defineTool({
      name: 'network_enable_port',
      title: 'Enable port',
      description: 'Takes a port out of shutdown.',
      input: z.strictObject(target),
      readOnly: false,
      idempotent: true,
      run: (args) => {
        const { device, port } = find(args);
        return setAdmin(device, port, true);
      },
    }),
    defineTool({
      name: 'network_disable_port',
      title: 'Disable port',
      description: 'Shuts a port down. Refused for the last link that a device still has into the fabric.',
      input: z.strictObject(target),
      readOnly: false,
      destructive: true,
      idempotent: true,
      run: (args) => {
        const { device, port } = find(args);
        refuseLastUplink(operations, device, port);
        return setAdmin(device, port, false);
      },
    }),
    defineTool({
      name: 'network_bounce_port',
      title: 'Bounce port',
      description: 'Shuts a port down and enables it again after two seconds.',
      input: z.strictObject(target),
      readOnly: false,
      destructive: true,
      run: (args) => {
        const { device, port } = find(args);
        if (!port.adminUp)
          throw new LabError(`port ${port.name} of ${device.name} is shut down: enable it instead`);
        refuseLastUplink(operations, device, port);
        const answer = shown(device, port);
        operations.changing([device], () => (port.adminUp = false));
        operations.later(bounceSeconds, () =>
          operations.changing([device], () => {
            port.adminUp = true;
            // The link is negotiated anew, which is all that some links need.
            if (operations.flapping.get(`${device.name}/${port.name}`) === 'until-bounced')
              endFlapping(operations, device, port);
          }),
        );
        return answer;
      },
      partially: (args) => {
        const { device, port } = find(args);
        refuseLastUplink(operations, device, port);
        return setAdmin(device, port, false);
      },
    }),
    defineTool({
      name: 'network_set_port_vlans',
      title: 'Set port VLANs',
      description: 'Makes a port an access port of one VLAN, or a trunk with a native and tagged VLANs.',
      input: z.strictObject({
        ...target,
        mode: z.enum(['access', 'trunk']),
        native_vlan: z.number().int().min(1).max(4094),
        tagged_vlans: z.array(z.number().int().min(1).max(4094)).default([]),
      }),
      readOnly: false,
      destructive: true,
      idempotent: true,
      run: (args) => setVlans(args),
      partially: (args) => setVlans({ ...args, tagged_vlans: args.tagged_vlans.slice(1) }),
    }),
    defineTool({
      name: 'network_clear_counters',
      title: 'Clear counters',
      description: 'Sets the traffic and error counters of one port, or of all ports of a device, to zero.',
      input: z.strictObject({ device: target.device, port: target.port.optional() }),
      readOnly: false,
      idempotent: true,
      run: (args) => {
        const device = operations.device(args.device);
        const ports =
          args.port === undefined ? [...device.ports.values()] : [operations.port(device, args.port)];
        for (const port of ports)
          port.counters = {
            inOctets: 0,
            outOctets: 0,
            inErrors: 0,
            outErrors: 0,
            settledMs: operations.now(),
          };
        return { device: device.name, cleared: ports.map((port) => port.name) };
      },
    }),
    defineTool({
      name: 'network_reset_bgp_session',
      title: 'Reset BGP session',
      description: 'Tears a BGP session down and lets it come up again.',
      input: z.strictObject({ device: target.device, peer_address: z.string() }),
      readOnly: false,
      destructive: true,
      run: (args) => {
        const device = operations.device(args.device);
        const peer = device.bgp.find((one) => one.address === args.peer_address);
        if (!peer) throw new LabError(`${device.name} has no BGP peer ${args.peer_address}`);
        peer.establishedMs = operations.now();
        return {
          device: device.name,
          peer_address: peer.address,
          state: isEstablished(state, device, peer) ? 'Established' : 'Active',
        };
      },
    }),
    defineTool({
      name: 'network_save_config',
      title: 'Save configuration',
      description: 'Writes the running configuration, so that it survives a restart.',
      input: z.strictObject({ device: target.device }),
      readOnly: false,
      idempotent: true,
      run: (args) => {
        const device = operations.device(args.device);
        device.configSaved = true;
        return { device: device.name, saved: true };
      },
    }),
  ];
}

/** A device that loses its last link into the fabric cannot be reached to bring it back. */
function refuseLastUplink(operations: NetworkOperations, device: LabDevice, port: LabPort): void {
  if (port.peer?.is !== 'switch') return;
  const left = [...device.ports.values()].filter(
    (one) => one !== port && one.peer?.is === 'switch' && isUp(operations.state, device, one),
  );
  if (left.length === 0)
    throw new LabError(`port ${port.name} is the last link of ${device.name} that is up: refused`);
}
