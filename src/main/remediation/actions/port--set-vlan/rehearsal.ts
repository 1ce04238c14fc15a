import type { Rehearsal } from '../shared/rehearsal.ts';
import { hostPorts, loopback, opened } from '../shared/rehearse-port.ts';

const to = (title: string, parameters: Readonly<Record<string, unknown>>): Rehearsal => ({
  title,
  server: 'lab-network',
  stage: async (lab) => {
    const target = await opened(lab, lab.fresh(hostPorts(lab.view)));
    const [native, ...tagged] = lab.view
      .all('vlan')
      .map(({ attributes }) => attributes.vid)
      .toReversed();
    await lab.call('network_set_port_vlans', {
      device: target.attributes.device,
      port: target.name,
      mode: 'trunk',
      native_vlan: native,
      tagged_vlans: tagged.slice(0, 2),
    });
    return { target, parameters };
  },
  wrongParameters: [
    {},
    { mode: 'access', nativeVlan: 0 },
    { mode: 'access', nativeVlan: 10, taggedVlans: [20] },
    { mode: 'access', nativeVlan: 999 },
  ],
  refused: (view) => [
    {
      target: view.all('interface').find(({ attributes }) => attributes.lag !== undefined),
      parameters: { mode: 'access', nativeVlan: 10 },
      because: /member of/,
    },
    { target: loopback(view), parameters: { mode: 'access', nativeVlan: 10 }, because: /routed|no link/ },
    {
      target: hostPorts(view)[0],
      parameters: { mode: 'access', nativeVlan: 999 },
      because: /no VLAN 999/,
    },
  ],
});

export const rehearsals: readonly Rehearsal[] = [
  to('a trunk that gets other VLANs', { mode: 'trunk', nativeVlan: 10, taggedVlans: [20, 30] }),
  to('a trunk that becomes an access port', { mode: 'access', nativeVlan: 10 }),
];
