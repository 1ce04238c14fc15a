import type { ObservedRecord } from '../../../../shared/model/entity.ts';
import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { RejectedRecord } from '../../../../shared/model/run.ts';
import type { Part, Records } from './part.ts';

/** One storage system as it was read: a cluster, or a host with storage of its own. */
export interface ArrayRead {
  readonly name: string;
  readonly record: ObservedRecord;
  readonly kinds: readonly KindRead[];
  readonly rejects: readonly RejectedRecord[];
  readonly unavailable: readonly { readonly what: string; readonly reason: string }[];
}

export type KindRead =
  | { readonly kind: EntityKind; readonly records: readonly ObservedRecord[] }
  /** It cannot be told which there are. */
  | { readonly kind: EntityKind; readonly reason: string };

/** The records, or the first reason why there may be more. */
export function kindRead(
  kind: EntityKind,
  why: readonly (string | undefined)[],
  records: () => readonly ObservedRecord[],
): KindRead {
  const reason = why.find((one) => one !== undefined);
  return reason === undefined ? { kind, records: records() } : { kind, reason };
}

export const whyNot = (part: Part<unknown>): string | undefined => (part.ok ? undefined : part.reason);
export const rejectsOf = (part: Part<Records<unknown>>): readonly RejectedRecord[] =>
  part.ok ? part.value.rejects : [];
