import { z } from 'zod';

/**
 * Names of remediation actions, as findings, causes of tickets, policies and the audit refer to them. A name alone
 * permits nothing: the catalogue (src/main/remediation) says what it is, and a spec that both have the same.
 */
export const actionIds = [
  'node.cordon',
  'node.drain',
  'node.uncordon',
  'osd.in',
  'osd.out',
  'path.fail-over',
  'pod.delete',
  'port.bounce',
  'port.clear-errors',
  'port.disable',
  'port.enable',
  'port.set-vlan',
  'vm.disk.grow',
  'vm.migrate',
  'vm.power-off',
  'vm.power-on',
  'vm.resize',
  'vm.restart',
  'vm.snapshot.create',
  'vm.snapshot.remove',
  'vm.snapshot.revert',
  'volume.grow',
  'volume.snapshots.clean',
  'workload.rollback',
  'workload.rollout-restart',
  'workload.scale',
] as const;
export type ActionId = (typeof actionIds)[number];

/** `group.verb`, and a part more where a group has several things. */
export const actionIdSchema = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*){1,3}$/, 'expected words joined by dots, e.g. vm.restart');
