import { Button } from '@mantine/core';
import { PanelLeft, RotateCw } from 'lucide-react';
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import { useLocation } from 'wouter';
import type { InventoryField, InventoryRow } from '../../../shared/contract/inventory.ts';
import type { SavedView } from '../../../shared/contract/views.ts';
import { quotedValue, toggleValue, withoutPaths } from '../../../shared/model/filter-cursor.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { useAsOf } from '../../app/as-of.ts';
import { useClient } from '../../app/client-context.tsx';
import { links } from '../../app/links.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useReturn } from '../../app/use-return.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { announce } from '../../ui/announcements.tsx';
import { CopyLinkButton, useCopyLink } from '../../ui/copy-link-button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import { SplitView } from '../../ui/split-view.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useToast } from '../../ui/toast.tsx';
import { CellMenu } from './cell-menu.tsx';
import { cellText } from './cell-text.ts';
import { ColumnChooser } from './column-chooser.tsx';
import {
  defaultColumns,
  encodeColumns,
  moveColumn,
  naturalColumn,
  pinColumn,
  resizeColumn,
  sameColumns,
  shiftColumn,
  toggleColumn,
  type Columns,
} from './column-state.ts';
import { EntityPanel } from './entity-panel.tsx';
import { EmptyList } from './empty-list.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FacetsPanel } from './facets-panel.tsx';
import { FilterBar, type FilterBarHandle } from './filter-bar.tsx';
import classes from './inventory-list.module.css';
import { InventoryFreshness } from './inventory-freshness.tsx';
import { KindTabs } from './kind-tabs.tsx';
import { rememberColumns, rememberKind, setFacetsOpen, useListPreferences } from './list-preferences.ts';
import { listCommandOf, type ListCommand } from './list-keys.ts';
import { effectiveQuery, type KindTab, type ListState } from './list-state.ts';
import { SavedViewsMenu } from './saved-views-menu.tsx';
import {
  countSelected,
  everythingSelected,
  nothingSelected,
  select,
  toggleSelected,
  type Selection,
} from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';
import { toggleSort, type SortDirection, type Sorts } from './sort-state.ts';
import { InventoryTable, type CellMenuRequest, type TableHandle } from './table.tsx';
import { useCalm } from './use-calm.ts';
import { useCellWords } from './use-cell-words.ts';
import { useChosenRows } from './use-chosen-rows.ts';
import { useExport } from './use-export.ts';
import { useListState } from './use-list-state.ts';
import { useLiveRows } from './use-live-rows.ts';
import { useRows, type RowsQuestion } from './use-rows.ts';
import { useStable } from './use-stable.ts';

/** Where each list was left, for whoever comes back to it. */
const leftAt = new Map<string, { readonly scrollTop: number; readonly active: number | undefined }>();
const mostNarrowed = 100;
const mostRange = 5_000;
const mostCopied = 10_000;

/** The inventory: what there is, narrowed, ordered and looked into. */
export function InventoryList() {
  const text = useText();
  const { number } = useFormat();
  const client = useClient();
  const toast = useToast();
  const copyLink = useCopyLink();
  const refresh = useRefresh();
  const words = useCellWords();
  const [, navigate] = useLocation();
  const [asOf] = useAsOf();
  const { state, change, flush } = useListState();
  const preferences = useListPreferences();
  const { filter } = state;
  const [cursor, setCursor] = useState<number>();
  const { query, problems, kind, sorts, at } = useMemo(
    () => effectiveQuery({ kind: state.kind, filter: state.filter, sorts: state.sorts }, asOf, cursor),
    [state.kind, state.filter, state.sorts, asOf, cursor],
  );

  const kinds = useCall('inventory.kinds', { ...(at !== undefined && { at }) }, { keepPrevious: true });
  useEvent('inventory.changed', {}, () => {
    refresh('inventory.kinds', 'inventory.freshness', 'inventory.facets');
  });
  const own = useMemo<readonly InventoryField[]>(
    () => kinds.data?.kinds.find((one) => one.kind === kind)?.fields ?? [],
    [kinds.data, kind],
  );
  const common = useMemo<readonly InventoryField[]>(
    () =>
      (kinds.data?.common ?? []).map((field) => ({
        ...field,
        title: text.inventory.fieldTitles[field.path] ?? field.title,
      })),
    [kinds.data, text],
  );
  const fields = useMemo(
    () => new Map([...common, ...own].map((field) => [field.path, field])),
    [common, own],
  );

  const usual = useMemo(() => defaultColumns(own, kind === 'all'), [own, kind]);
  const columns: Columns = state.columns ?? preferences.columns[kind] ?? usual;
  const paths = useMemo(() => columns.map(({ path }) => path).filter((path) => path !== 'name'), [columns]);
  const setColumns = (next: Columns) => {
    const changed = sameColumns(next, usual) ? undefined : next;
    rememberColumns(kind, changed);
    change({ columns: changed });
  };
  // Columns that were arranged here stand in the address too, so that a copied link shows them.
  const arranged = preferences.columns[kind];
  const arrangedKey = arranged && encodeColumns(arranged);
  useEffect(() => {
    if (state.columns === undefined && arranged !== undefined) change({ columns: arranged });
  }, [arrangedKey, kind]);

  const filterKinds = useMemo(() => (kind === 'all' ? [] : [kind]), [kind]);

  const table = useRef<TableHandle>(null);
  const bar = useRef<FilterBarHandle>(null);
  const [active, setActive] = useState<number>();
  const [follow, setFollow] = useState(true);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [anchor, setAnchor] = useState(0);
  const [menu, setMenu] = useState<CellMenuRequest>();
  const [openedView, setOpenedView] = useState<string>();
  // Who walks quickly is shown where the walk ends.
  const shownEntity = useDeferredValue(useCalm(state.entity, 90));

  const question = useMemo<RowsQuestion>(() => ({ query, columns: paths, at }), [query, paths, at]);
  const placeKey = JSON.stringify([kind, filter.trim(), sorts]);
  const inSight = useCallback(() => {
    const first = table.current?.firstInSight() ?? 0;
    return { first, last: first + (table.current?.rowsInSight() ?? 40) };
  }, []);
  const rows = useRows(question, {
    enabled: kinds.data !== undefined,
    inSight: () => {
      const { first, last } = inSight();
      return { first, last, anchor: first === 0 ? undefined : rows.pages?.row(first)?.id };
    },
    onShown: ({ sameList, moved }) => {
      live.settle();
      if (sameList) {
        table.current?.shift(moved);
        if (moved !== 0) setActive((now) => (now === undefined ? undefined : now + moved));
        return;
      }
      setSelection(nothingSelected);
      const left = leftAt.get(placeKey);
      leftAt.delete(placeKey);
      setActive(left?.active);
      requestAnimationFrame(() => {
        if (left) table.current?.setScrollTop(left.scrollTop);
        else table.current?.toTop();
      });
    },
  });
  const failure = rows.error ?? kinds.error ?? undefined;
  // Rows of one moment never stand for those of another that could not be read.
  const pages = failure && rows.at !== at ? undefined : rows.pages;
  const total = pages?.total ?? 0;
  useReturn(() => {
    if (rows.error) rows.reload();
  });
  const live = useLiveRows({ pages, question, columns: rows.columns, inSight });

  // A link to an entity in a list shows where it stands in it.
  const located = useRef(false);
  useEffect(() => {
    if (located.current || !pages || state.entity === undefined) return;
    located.current = true;
    if (active !== undefined) return;
    const wanted = state.entity;
    const locate = async () => {
      const { place } = await client.call('inventory.rows', {
        query: { ...query, offset: 0, limit: 0 },
        locate: wanted,
        ...(at !== undefined && { at }),
      });
      if (place === undefined) return;
      setActive(place);
      table.current?.scrollTo(place);
    };
    // The list says for itself what is wrong.
    locate().catch(() => {});
  }, [pages]);

  useEffect(() => {
    rememberKind(kind);
  }, [kind]);
  useEffect(() => {
    if (document.activeElement === document.body) table.current?.focus();
  }, [pages === undefined]);

  const chosen = useChosenRows({ selection, total, query, at });
  const selectedCount = countSelected(selection, total);
  const selected =
    selectedCount === 0 ? 'none' : selection.is === 'all' && selectedCount === total ? 'all' : 'some';
  const isUsual = sameColumns(columns, usual);

  const leave = (to: string) => {
    leftAt.set(placeKey, { scrollTop: table.current?.scrollTop() ?? 0, active });
    flush();
    navigate(to);
  };
  const openPage = useStable((row: InventoryRow) => leave(links.entity(row.id)));
  const changeFilter = useStable((next: string, at?: number) => {
    setCursor(at);
    if (next !== filter) change({ filter: next });
  });
  const narrowTo = (token: string) => change({ filter: [filter.trim(), token].filter(Boolean).join(' ') });
  const sortBy = (next: Sorts) => change({ sorts: next, filter: withoutPaths(filter, ['sort']) });
  const changeKind = useStable((next: KindTab) => {
    setOpenedView(undefined);
    // The order of one kind's fields means nothing to another's.
    change({
      kind: next,
      filter: withoutPaths(filter, ['kind', 'sort']),
      sorts: [],
      columns: undefined,
      entity: undefined,
    });
    setActive(undefined);
  });

  const show = (index: number, { open }: { open: boolean }) => {
    const place = Math.max(0, Math.min(total - 1, index));
    setActive(place);
    table.current?.scrollTo(place);
    const row = pages?.row(place);
    if (!row) return;
    if (open) setFollow(true);
    if (open || follow) change({ entity: row.id });
    announce(text.inventory.rowOf(row.name, place + 1, total));
  };
  const closePanel = useStable(() => {
    setFollow(false);
    change({ entity: undefined });
    table.current?.focus();
  });

  const selectRange = async (from: number, to: number) => {
    const [first, last] = from <= to ? [from, to] : [to, from];
    if (last - first > mostRange) {
      toast({ message: text.inventory.rangeTooLong(mostRange), status: 'warning' });
      return;
    }
    const ids: EntityId[] = [];
    for (let place = first; place <= last;) {
      const row = pages?.row(place);
      if (row) {
        ids.push(row.id);
        place += 1;
        continue;
      }
      const { rows: more } = await client.call('inventory.rows', {
        query: { ...query, offset: place, limit: Math.min(500, last - place + 1) },
        ...(at !== undefined && { at }),
      });
      if (more.length === 0) break;
      ids.push(...more.map(({ id }) => id));
      place += more.length;
    }
    setSelection((now) => select(now, ids));
  };

  const onPoint = useStable((index: number, how: 'open' | 'toggle' | 'range') => {
    const row = pages?.row(index);
    if (!row) return;
    table.current?.focus();
    switch (how) {
      case 'range':
        chosen.attempt(() => selectRange(anchor, index));
        setActive(index);
        return;
      case 'toggle':
        setSelection((now) => toggleSelected(now, row.id));
        setAnchor(index);
        setActive(index);
        return;
      case 'open':
        setAnchor(index);
        show(index, { open: true });
        return;
      default:
        how satisfies never;
    }
  });

  const walk = (by: number, extend = false) => {
    const next = Math.max(
      0,
      Math.min(total - 1, active === undefined ? (by > 0 ? 0 : total - 1) : active + by),
    );
    if (extend) chosen.attempt(() => selectRange(active ?? 0, next));
    show(next, { open: false });
  };
  /** @returns false when there is nothing to do it with */
  const run = (command: ListCommand): boolean => {
    const row = active === undefined ? undefined : pages?.row(active);
    switch (command.is) {
      case 'walk':
        walk(command.by, command.extend);
        return true;
      case 'go':
        show(command.to === 'first' ? 0 : total - 1, { open: false });
        return true;
      case 'open':
        if (active === undefined) return false;
        show(active, { open: true });
        return true;
      case 'open-page':
        if (!row) return false;
        openPage(row);
        return true;
      case 'toggle':
        // The list never scrolls by the space bar.
        if (!row || active === undefined) return true;
        setSelection((now) => toggleSelected(now, row.id));
        setAnchor(active);
        return true;
      case 'select-all':
        setSelection(everythingSelected);
        return true;
      case 'select-none':
        if (selectedCount === 0) return false;
        setSelection(nothingSelected);
        return true;
      default:
        return command satisfies never;
    }
  };
  const onKey = useStable((event: KeyboardEvent<HTMLElement>) => {
    // Titles and edges of columns have keys of their own.
    if (event.target !== event.currentTarget) return;
    const command = listCommandOf(event, table.current?.rowsInSight() ?? 20);
    if (!command || !run(command)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  useShortcut('list', 'j', text.inventory.nextRow, () => walk(1));
  useShortcut('list', 'k', text.inventory.previousRow, () => walk(-1));
  useShortcut('list', '/', text.inventory.focusFilter, () => bar.current?.focus());
  useShortcut('list', 'x', text.inventory.toggleRow, () => {
    const row = active === undefined ? undefined : pages?.row(active);
    if (row) setSelection((now) => toggleSelected(now, row.id));
  });
  useShortcut('list', 'f', text.inventory.toggleFacets, () => setFacetsOpen(!preferences.facetsOpen));

  const copyText = async (value: string, message: string) => {
    try {
      await navigator.clipboard.writeText(value);
      toast({ message });
    } catch {
      toast({ message: text.ui.clipboardRefused, status: 'warning' });
    }
  };
  const copyNames = async () => {
    const rowsOf = await chosen.rows(mostCopied);
    await copyText(rowsOf.map(({ name }) => name).join('\n'), text.inventory.namesCopied(rowsOf.length));
  };
  const narrowedFilter = async () => `id:${quotedValue((await chosen.ids(mostNarrowed)).join(','))}`;
  const narrow = async () => {
    const token = await narrowedFilter();
    setSelection(nothingSelected);
    change({ filter: token });
  };
  const copyNarrowed = async () => {
    const token = await narrowedFilter();
    await copyLink(`${links.inventory}?kind=${kind}&filter=${encodeURIComponent(token)}`);
  };
  const openTopology = async () => {
    const [only] = await chosen.ids(1);
    if (only !== undefined) leave(links.topologyOf(only));
  };

  const exporting = useExport();
  const exportRows = async (format: 'csv' | 'json', onlySelected: boolean) => {
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
  };

  const onSelectAll = useStable(() =>
    setSelection(selected === 'all' ? nothingSelected : everythingSelected),
  );
  const onSort = useStable((path: string, also: boolean) =>
    sortBy(
      toggleSort(sorts, path, {
        also,
        largestFirst: ['number', 'moment', 'table', 'record'].includes(fields.get(path)?.type ?? ''),
      }),
    ),
  );
  const onSortBy = useStable((path: string, direction: SortDirection) => sortBy([{ path, direction }]));
  const onResize = useStable((path: string, width: number | undefined) =>
    setColumns(width === undefined ? naturalColumn(columns, path) : resizeColumn(columns, path, width)),
  );
  const onMove = useStable((path: string, before: string | undefined) =>
    setColumns(moveColumn(columns, path, before)),
  );
  const onShift = useStable((path: string, by: -1 | 1) => setColumns(shiftColumn(columns, path, by)));
  const onPin = useStable((path: string, pinned: boolean) => setColumns(pinColumn(columns, path, pinned)));
  const onHide = useStable((path: string) => setColumns(toggleColumn(columns, path)));
  const onFilter = useStable((path: string) => bar.current?.begin(`${path}:`));
  const onToggleValue = useStable((path: string, value: string) =>
    changeFilter(toggleValue(filter, path, value)),
  );
  const onResetColumns = useStable(() => setColumns(usual));
  const onExport = useStable(
    (format: 'csv' | 'json', onlySelected: boolean) => void exportRows(format, onlySelected),
  );
  const showWaiting = () => {
    rows.reload();
    table.current?.focus();
  };
  const onLeaveFilter = useStable(() => {
    table.current?.focus();
    if (active === undefined && total > 0) setActive(0);
  });

  const current = useDeferredValue(
    useMemo(
      () => ({
        screen: 'inventory' as const,
        kind,
        query: filter.trim(),
        columns: [...columns],
        sort: [...sorts],
      }),
      [kind, filter, columns, sorts],
    ),
  );
  const openView = useStable((view: SavedView) => {
    setOpenedView(view.id);
    const next: Partial<ListState> = {
      kind: view.kind as KindTab,
      filter: view.query,
      sorts: view.sort,
      columns: view.columns,
      entity: undefined,
    };
    change(next);
  });
  const onSavedView = useStable((view: SavedView) => setOpenedView(view.id));

  const kindTitle =
    kind === 'all'
      ? text.inventory.entities(total)
      : text.inventory.countOf(total, text.kinds.name(kind, total));
  const empty = pages !== undefined && total === 0;
  const menuValue = menu && cellValueOf(menu, rows.columns);
  return (
    <div className={classes['screen']}>
      <ScreenHeader
        title={text.shell.screens.inventory}
        detail={
          <span className={classes['detail']}>
            {pages && <span aria-live="polite">{kindTitle}</span>}
            {selectedCount > 0 && <span>{text.inventory.selected(selectedCount)}</span>}
            {at === undefined && <InventoryFreshness kind={kind} kinds={kinds.data?.kinds} />}
          </span>
        }
      >
        <SavedViewsMenu current={current} opened={openedView} onOpen={openView} onSaved={onSavedView} />
        <CopyLinkButton />
      </ScreenHeader>
      {kinds.data && (
        <KindTabs kinds={kinds.data.kinds} total={kinds.data.total} value={kind} onChange={changeKind} />
      )}
      <div className={classes['toolbar']}>
        <IconButton
          icon={PanelLeft}
          label={text.inventory.toggleFacets}
          keys="f"
          pressed={preferences.facetsOpen}
          onClick={() => setFacetsOpen(!preferences.facetsOpen)}
        />
        <FilterBar
          value={filter}
          kinds={filterKinds}
          at={at}
          problems={problems}
          handle={bar}
          onChange={changeFilter}
          onLeave={onLeaveFilter}
        />
        <ColumnChooser
          columns={columns}
          own={own}
          common={common}
          isUsual={isUsual}
          onToggle={onHide}
          onReset={onResetColumns}
        />
        <ExportMenu
          state={exporting.state}
          total={total}
          selected={selectedCount}
          onExport={onExport}
          onCancel={exporting.cancel}
        />
      </div>
      <SplitView
        name="inventory-facets"
        side="left"
        initial={220}
        min={160}
        max={400}
        panel={
          preferences.facetsOpen && (
            <FacetsPanel question={question} filter={filter} fields={fields} onToggle={onToggleValue} />
          )
        }
      >
        <SplitView
          name="inventory-entity"
          initial={460}
          min={320}
          max={1100}
          panel={shownEntity !== undefined && <EntityPanel id={shownEntity} at={at} onClose={closePanel} />}
        >
          <div className={classes['list']}>
            {rows.isLoading && pages && <div className={classes['progress']} role="presentation" />}
            {rows.error && pages && (
              <div className={classes['band']} role="alert">
                <StatusMark status="warning" label={rows.error.message} />
                <Button size="xs" leftSection={<RotateCw size={14} aria-hidden />} onClick={rows.reload}>
                  {text.ui.tryAgain}
                </Button>
              </div>
            )}
            {!pages && !failure && (
              <div className={classes['skeleton']} role="status" aria-label={text.ui.loading}>
                <SkeletonRows rows={16} />
              </div>
            )}
            {!pages && failure && (
              <ErrorState
                error={failure}
                onRetry={() => {
                  refresh('inventory.kinds');
                  rows.reload();
                }}
              />
            )}
            {empty && (
              <EmptyList
                kinds={kinds.data?.total ?? 0}
                filter={filter}
                kind={kind}
                onClear={() => changeFilter('')}
                onEverywhere={() => changeKind('all')}
              />
            )}
            {pages && !empty && (
              <InventoryTable
                label={kindTitle}
                pages={pages}
                version={pages.version}
                total={total}
                columns={columns}
                fields={fields}
                answered={rows.columns}
                sorts={sorts}
                selection={selection}
                selected={selected}
                active={active}
                handle={table}
                onPoint={onPoint}
                onOpenPage={openPage}
                onCellMenu={setMenu}
                onKey={onKey}
                onSelectAll={onSelectAll}
                onSort={onSort}
                onSortBy={onSortBy}
                onResize={onResize}
                onMove={onMove}
                onShift={onShift}
                onPin={onPin}
                onHide={onHide}
                onFilter={onFilter}
              />
            )}
            <div className={classes['floating']}>
              {selectedCount > 0 && (
                <SelectionBar
                  count={selectedCount}
                  canNarrow={selectedCount <= mostNarrowed}
                  canOpenTopology={selectedCount === 1}
                  onCopyNames={() => chosen.attempt(copyNames)}
                  onExport={() => void exportRows('csv', true)}
                  onCopyLink={() => chosen.attempt(copyNarrowed)}
                  onNarrow={() => chosen.attempt(narrow)}
                  onTopology={() => chosen.attempt(openTopology)}
                  onClear={() => setSelection(nothingSelected)}
                />
              )}
              {(live.waiting.came > 0 || live.waiting.went > 0) && (
                <div className={classes['waiting']} role="status">
                  <span>{text.inventory.waiting(live.waiting.came, live.waiting.went)}</span>
                  <Button size="xs" onClick={showWaiting}>
                    {text.inventory.show}
                  </Button>
                </div>
              )}
            </div>
          </div>
        </SplitView>
      </SplitView>
      {menu && (
        <CellMenu
          request={menu}
          value={menuValue}
          shownAs={
            menu.field && menuValue !== undefined
              ? cellText(menu.field, menuValue, undefined, words).text
              : number(0)
          }
          onClose={() => setMenu(undefined)}
          onFilter={narrowTo}
          onCopy={(value) => void copyText(value, text.ui.copied)}
          onOpen={() => show(menu.index, { open: true })}
          onOpenPage={() => openPage(menu.row)}
          onTopology={() => leave(links.topologyOf(menu.row.id))}
          onCopyLink={() => void copyLink(links.entity(menu.row.id))}
        />
      )}
    </div>
  );
}

/** Of several values in a cell, the first. */
function cellValueOf(
  { row, field }: CellMenuRequest,
  answered: readonly string[],
): string | number | boolean | undefined {
  if (!field) return undefined;
  if (field.path === 'name') return row.name;
  const value = row.values[answered.indexOf(field.path)];
  if (Array.isArray(value)) return value[0];
  return value ?? undefined;
}
