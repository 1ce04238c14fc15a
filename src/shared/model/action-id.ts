import { z } from 'zod';

/**
 * Names of remediation actions that findings and causes of tickets refer to. A name alone permits nothing: an action
 * can be proposed once the catalogue (src/main/remediation) has it.
 */
export const actionIds = [
  'node.cordon',
  'pod.delete',
  'port.bounce',
  'port.enable',
  'vm.migrate',
  'vm.power-on',
  'vm.restart',
  'vm.snapshot.remove',
  'volume.grow',
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
