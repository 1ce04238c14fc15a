import type { Entity, EntityOf } from '../../../../shared/model/entity.ts';

type WorkloadType = EntityOf<'workload'>['attributes']['type'];

export const asWorkload = (target: Entity): EntityOf<'workload'> | undefined =>
  target.kind === 'workload' ? target : undefined;

/** Why an action is not for workloads of this type. */
export function refuseType(target: Entity, types: readonly WorkloadType[]): string | undefined {
  const type = asWorkload(target)?.attributes.type;
  return type === undefined || types.includes(type)
    ? undefined
    : `it is a ${type}: this is done to ${types.map((one) => `${one}s`).join(', ')}`;
}
