import { useMemo } from 'react';
import type { InventoryField } from '../../../shared/contract/inventory.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import type { KindTab } from './list-state.ts';

/** What kinds there are at a moment, and what is known of each entity of one of them. */
export function useListFields(kind: KindTab, at: Instant | undefined) {
  const text = useText();
  const refresh = useRefresh();
  const { data, error } = useCall(
    'inventory.kinds',
    { ...(at !== undefined && { at }) },
    { keepPrevious: true },
  );
  useEvent('inventory.changed', {}, () => {
    refresh('inventory.kinds', 'inventory.freshness', 'inventory.facets');
  });
  const own = useMemo<readonly InventoryField[]>(
    () => data?.kinds.find((one) => one.kind === kind)?.fields ?? [],
    [data, kind],
  );
  const common = useMemo<readonly InventoryField[]>(
    () =>
      (data?.common ?? []).map((field) => ({
        ...field,
        title: text.inventory.fieldTitles[field.path] ?? field.title,
      })),
    [data, text],
  );
  const fields = useMemo(
    () => new Map([...common, ...own].map((field) => [field.path, field])),
    [common, own],
  );
  return { kinds: data, error: error ?? undefined, own, common, fields };
}
