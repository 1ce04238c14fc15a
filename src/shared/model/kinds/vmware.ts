import { z } from 'zod';
import { defineKind } from '../kind.ts';

export const vmwareKinds = {
  vcenter: defineKind({
    domain: 'vmware',
    title: 'vCenter',
    plural: 'vCenters',
    attributes: z.strictObject({}),
  }),
  datacenter: defineKind({
    domain: 'vmware',
    title: 'datacenter',
    plural: 'datacenters',
    attributes: z.strictObject({}),
  }),
  cluster: defineKind({
    domain: 'vmware',
    title: 'cluster',
    plural: 'clusters',
    attributes: z.strictObject({}),
  }),
  'resource-pool': defineKind({
    domain: 'vmware',
    title: 'resource pool',
    plural: 'resource pools',
    attributes: z.strictObject({}),
  }),
  host: defineKind({ domain: 'vmware', title: 'host', plural: 'hosts', attributes: z.strictObject({}) }),
  vm: defineKind({ domain: 'vmware', title: 'VM', plural: 'VMs', attributes: z.strictObject({}) }),
  datastore: defineKind({
    domain: 'vmware',
    title: 'datastore',
    plural: 'datastores',
    attributes: z.strictObject({}),
  }),
  network: defineKind({
    domain: 'vmware',
    title: 'port group',
    plural: 'port groups',
    attributes: z.strictObject({}),
  }),
  'dv-switch': defineKind({
    domain: 'vmware',
    title: 'distributed switch',
    plural: 'distributed switches',
    attributes: z.strictObject({}),
  }),
  alarm: defineKind({ domain: 'vmware', title: 'alarm', plural: 'alarms', attributes: z.strictObject({}) }),
} as const;
