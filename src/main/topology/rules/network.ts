import { stated, states, type DependencyRule } from '../dependency.ts';

const devices = ['switch', 'router', 'firewall', 'device'] as const;

/** Network: ports on devices, devices in racks, circuits and sessions on ports. */
export const networkDependencies: readonly DependencyRule[] = [
  states(['rack'], 'located-in', ['site']),
  states([...devices, 'power-feed'], 'located-in', ['rack']),
  states([...devices, 'power-feed'], 'located-in', ['site'], { drawn: false }),
  states(['interface', 'device-port', 'bgp-peer'], 'part-of', devices),
  // An aggregation lives as long as one of its members.
  stated(['interface'], 'member-of', ['interface'], { need: { type: 'any' } }),
  // A link is down when either end is.
  states(['interface'], 'connected-to', ['interface'], { need: { type: 'any' } }),
  states(['device-port', ...devices], 'powered-by', ['power-feed', 'device-port', 'device'], {
    need: { type: 'any' },
  }),
  stated(devices, 'part-of', ['device-port'], { need: { type: 'any' }, drawn: false }),
  states(['bgp-peer'], 'peers-with', ['bgp-peer'], { need: { type: 'any' } }),
  states(['circuit'], 'attached-to', ['interface', 'site', 'device-port']),
  states(['tunnel'], 'attached-to', ['router', 'firewall', 'device', 'switch', 'interface']),
];
