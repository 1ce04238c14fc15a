import { z } from 'zod';
import { defineKind } from '../kind.ts';

export const storageKinds = {
  array: defineKind({ domain: 'storage', title: 'array', plural: 'arrays', attributes: z.strictObject({}) }),
  controller: defineKind({
    domain: 'storage',
    title: 'controller',
    plural: 'controllers',
    attributes: z.strictObject({}),
  }),
  shelf: defineKind({ domain: 'storage', title: 'shelf', plural: 'shelves', attributes: z.strictObject({}) }),
  disk: defineKind({ domain: 'storage', title: 'disk', plural: 'disks', attributes: z.strictObject({}) }),
  pool: defineKind({ domain: 'storage', title: 'pool', plural: 'pools', attributes: z.strictObject({}) }),
  volume: defineKind({
    domain: 'storage',
    title: 'volume',
    plural: 'volumes',
    attributes: z.strictObject({}),
  }),
  lun: defineKind({ domain: 'storage', title: 'LUN', plural: 'LUNs', attributes: z.strictObject({}) }),
  share: defineKind({ domain: 'storage', title: 'share', plural: 'shares', attributes: z.strictObject({}) }),
  'initiator-host': defineKind({
    domain: 'storage',
    title: 'storage host',
    plural: 'storage hosts',
    attributes: z.strictObject({}),
  }),
  'storage-port': defineKind({
    domain: 'storage',
    title: 'storage port',
    plural: 'storage ports',
    attributes: z.strictObject({}),
  }),
  'storage-snapshot': defineKind({
    domain: 'storage',
    title: 'storage snapshot',
    plural: 'storage snapshots',
    attributes: z.strictObject({}),
  }),
  replication: defineKind({
    domain: 'storage',
    title: 'replication',
    plural: 'replications',
    attributes: z.strictObject({}),
  }),
} as const;
