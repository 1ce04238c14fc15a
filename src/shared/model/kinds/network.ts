import { z } from 'zod';
import { defineKind } from '../kind.ts';

export const networkKinds = {
  site: defineKind({ domain: 'network', title: 'site', plural: 'sites', attributes: z.strictObject({}) }),
  rack: defineKind({ domain: 'network', title: 'rack', plural: 'racks', attributes: z.strictObject({}) }),
  switch: defineKind({
    domain: 'network',
    title: 'switch',
    plural: 'switches',
    attributes: z.strictObject({}),
  }),
  router: defineKind({
    domain: 'network',
    title: 'router',
    plural: 'routers',
    attributes: z.strictObject({}),
  }),
  firewall: defineKind({
    domain: 'network',
    title: 'firewall',
    plural: 'firewalls',
    attributes: z.strictObject({}),
  }),
  device: defineKind({
    domain: 'network',
    title: 'device',
    plural: 'devices',
    attributes: z.strictObject({}),
  }),
  interface: defineKind({
    domain: 'network',
    title: 'interface',
    plural: 'interfaces',
    attributes: z.strictObject({}),
  }),
  cable: defineKind({ domain: 'network', title: 'cable', plural: 'cables', attributes: z.strictObject({}) }),
  vlan: defineKind({ domain: 'network', title: 'VLAN', plural: 'VLANs', attributes: z.strictObject({}) }),
  vrf: defineKind({ domain: 'network', title: 'VRF', plural: 'VRFs', attributes: z.strictObject({}) }),
  prefix: defineKind({
    domain: 'network',
    title: 'prefix',
    plural: 'prefixes',
    attributes: z.strictObject({}),
  }),
  'ip-address': defineKind({
    domain: 'network',
    title: 'IP address',
    plural: 'IP addresses',
    attributes: z.strictObject({}),
  }),
  'bgp-peer': defineKind({
    domain: 'network',
    title: 'BGP peer',
    plural: 'BGP peers',
    attributes: z.strictObject({}),
  }),
  circuit: defineKind({
    domain: 'network',
    title: 'circuit',
    plural: 'circuits',
    attributes: z.strictObject({}),
  }),
  tunnel: defineKind({
    domain: 'network',
    title: 'tunnel',
    plural: 'tunnels',
    attributes: z.strictObject({}),
  }),
  'power-feed': defineKind({
    domain: 'network',
    title: 'power feed',
    plural: 'power feeds',
    attributes: z.strictObject({}),
  }),
  'virtual-machine-record': defineKind({
    domain: 'network',
    title: 'documented VM',
    plural: 'documented VMs',
    attributes: z.strictObject({}),
  }),
  'cluster-record': defineKind({
    domain: 'network',
    title: 'documented cluster',
    plural: 'documented clusters',
    attributes: z.strictObject({}),
  }),
} as const;
