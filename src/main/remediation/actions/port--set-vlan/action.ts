import { callOf } from '../../../../shared/model/call-of.ts';
import { z } from 'zod';
import { defineAction } from '../../action.ts';
import { asPort, refuseNoLink } from '../shared/port.ts';
import { labNetwork } from './lab-network.ts';
import { sshNetwork } from './ssh-network.ts';

const vlan = z.int().min(1).max(4_094);

export const portSetVlan = defineAction({
  id: 'port.set-vlan',
  title: 'Set the VLANs of a port',
  targets: ['interface'],
  parameters: z
    .strictObject({
      mode: z.enum(['access', 'trunk']),
      nativeVlan: vlan.describe('the VLAN of untagged frames; of an access port, its only one'),
      taggedVlans: z
        .array(vlan)
        .max(4_094)
        .default([])
        .describe('the VLANs that a trunk carries with tags; none for an access port'),
    })
    .refine(({ mode, taggedVlans }) => mode === 'trunk' || taggedVlans.length === 0, {
      path: ['taggedVlans'],
      message: 'expected none for an access port',
    }),
  risk: 'high',
  reversibility: { is: 'reversible', how: 'set the VLANs that it had' },
  permission: 'approver',
  expectedEffect: ({ target, parameters }) =>
    parameters.mode === 'access'
      ? `${callOf(target)} is an access port of VLAN ${parameters.nativeVlan}`
      : `${callOf(target)} is a trunk with native VLAN ${parameters.nativeVlan} and tagged VLANs ${parameters.taggedVlans.join(', ') || 'none'}`,
  howToVerify: ({ target }) => `${callOf(target)} shows exactly these VLANs, and its link is as before`,
  refuse: (subject) => {
    const { target, view, parameters } = subject;
    const port = asPort(target);
    if (port?.attributes.lag !== undefined)
      return `it is a member of ${port.attributes.lag}: the VLANs are set there`;
    if (port?.attributes.mode === 'routed') return 'it is routed: it carries no VLANs';
    const known = new Set(
      view
        .all('vlan')
        .filter(({ source }) => source === target.source)
        .map(({ attributes }) => attributes.vid),
    );
    const missing = [...new Set([parameters.nativeVlan, ...parameters.taggedVlans])].filter(
      (id) => known.size > 0 && !known.has(id),
    );
    if (missing.length > 0) return `the network has no VLAN ${missing.join(', ')}`;
    return refuseNoLink(subject);
  },
  adapters: [labNetwork, sshNetwork],
});
