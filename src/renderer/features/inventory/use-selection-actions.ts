import { quotedValue } from '../../../shared/model/filter-cursor.ts';
import type { InventoryQueryInput } from '../../../shared/model/inventory-query.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useCopyLink } from '../../ui/copy-link-button.tsx';
import { useToast } from '../../ui/toast.tsx';
import type { KindTab } from './list-state.ts';
import { useExport } from './use-export.ts';
import type { ListSelection } from './use-list-selection.ts';

/** So many stand in a filter by name. */
export const mostNarrowed = 100;
const mostCopied = 10_000;

/** @returns what puts a text on the clipboard and says so, or that it was refused */
export function useCopyText(): (value: string, message: string) => Promise<void> {
  const text = useText();
  const toast = useToast();
  return async (value, message) => {
    try {
      await navigator.clipboard.writeText(value);
      toast({ message });
    } catch {
      toast({ message: text.ui.clipboardRefused, status: 'warning' });
    }
  };
}

/** What can be done with the rows that are chosen, and with all of them. */
export function useSelectionActions(options: {
  readonly selected: ListSelection;
  readonly kind: KindTab;
  readonly query: InventoryQueryInput;
  readonly paths: readonly string[];
  readonly at: Instant | undefined;
  readonly setFilter: (filter: string) => void;
  readonly leave: (to: string) => void;
}) {
  const { selected, kind, query, paths, at, setFilter, leave } = options;
  const { chosen, selection } = selected;
  const text = useText();
  const toast = useToast();
  const copyText = useCopyText();
  const copyLink = useCopyLink();
  const exporting = useExport();
  const narrowedFilter = async () => `id:${quotedValue((await chosen.ids(mostNarrowed)).join(','))}`;
  return {
    exporting,
    exportRows: async (format: 'csv' | 'json', onlySelected: boolean) => {
      const { sort, filters, ...rest } = query;
      const count = await exporting.start({
        query: { ...rest, ...(filters && { filters }), ...(sort && { sort }) },
        columns: ['name', ...paths],
        format,
        ...(at !== undefined && { at }),
        ...(onlySelected && selection.is === 'some' && { only: [...selection.ids] }),
        ...(onlySelected && selection.is === 'all' && { except: [...selection.except] }),
      });
      if (count !== undefined) toast({ message: text.inventory.exported(count), status: 'ok' });
    },
    copyNames: () =>
      chosen.attempt(async () => {
        const rows = await chosen.rows(mostCopied);
        await copyText(rows.map(({ name }) => name).join('\n'), text.inventory.namesCopied(rows.length));
      }),
    narrow: () =>
      chosen.attempt(async () => {
        const filter = await narrowedFilter();
        selected.clear();
        setFilter(filter);
      }),
    copyNarrowed: () =>
      chosen.attempt(async () => {
        await copyLink(
          `${links.inventory}?kind=${kind}&filter=${encodeURIComponent(await narrowedFilter())}`,
        );
      }),
    openTopology: () =>
      chosen.attempt(async () => {
        const [only] = await chosen.ids(1);
        if (only !== undefined) leave(links.topologyOf(only));
      }),
  };
}
