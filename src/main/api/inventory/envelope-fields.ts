import type { InventoryField } from '../../../shared/contract/inventory.ts';
import { kindFields } from '../../../shared/model/kind-fields.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';

type Envelope = Omit<InventoryField, 'align' | 'shown' | 'filterable' | 'volatile'> & {
  readonly filterable?: false;
  readonly shown?: true;
};

const envelope: readonly Envelope[] = [
  { path: 'name', title: 'Name', type: 'text', shown: true },
  { path: 'kind', title: 'Kind', type: 'text' },
  { path: 'source', title: 'Source', type: 'text' },
  { path: 'partition', title: 'In', type: 'text' },
  { path: 'domain', title: 'Domain', type: 'text' },
  // When its scope was last seen whole is worked out from runs: no filter reads it.
  { path: 'confirmedAt', title: 'Confirmed', type: 'moment', filterable: false, shown: true },
  { path: 'changedAt', title: 'Changed', type: 'moment' },
  { path: 'observedAt', title: 'Observed', type: 'moment' },
  { path: 'firstSeenAt', title: 'First seen', type: 'moment' },
  { path: 'disappearedAt', title: 'Disappeared', type: 'moment' },
  { path: 'nativeId', title: 'Native id', type: 'text' },
  { path: 'id', title: 'Id', type: 'text' },
  { path: 'simulated', title: 'Simulated', type: 'yes-no' },
  { path: 'keys', title: 'Natural keys', type: 'list' },
];

/** What every entity has, of whatever kind. */
export const commonFields: readonly InventoryField[] = envelope.map((field) => ({
  ...field,
  align: 'left' as const,
  shown: field.shown ?? false,
  filterable: field.filterable ?? true,
  volatile: false,
}));

/** What a table of a kind can show beside that. */
export function fieldsOf(kind: EntityKind): InventoryField[] {
  return kindFields(kind).map(({ choices, fields, ...field }) => ({
    ...field,
    filterable: true,
    ...(choices && { choices: [...choices] }),
    ...(fields && { fields: [...fields] }),
  }));
}
