import { PanelLeft } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { InventoryRow } from '../../../shared/contract/inventory.ts';
import type { SavedView } from '../../../shared/contract/views.ts';
import { toggleValue, withoutPaths } from '../../../shared/model/filter-cursor.ts';
import { useAsOf } from '../../app/as-of.ts';
import { links } from '../../app/links.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { CopyLinkButton, useCopyLink } from '../../ui/copy-link-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import { SplitView } from '../../ui/split-view.tsx';
import { CellMenu } from './cell-menu.tsx';
import { cellText } from './cell-text.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { EntityPanel } from './entity-panel.tsx';
import { EmptyList } from './empty-list.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FacetsPanel } from './facets-panel.tsx';
import { FilterBar, type FilterBarHandle } from './filter-bar.tsx';
import classes from './inventory-list.module.css';
import { InventoryFreshness } from './inventory-freshness.tsx';
import { KindTabs } from './kind-tabs.tsx';
import { ListBody } from './list-body.tsx';
import { rememberKind, setFacetsOpen, useListPreferences } from './list-preferences.ts';
import { effectiveQuery, type KindTab } from './list-state.ts';
import { SavedViewsMenu } from './saved-views-menu.tsx';
import { nothingSelected, type Selection } from './selection.ts';
import { toggleSort, type SortDirection, type Sorts } from './sort-state.ts';
import { InventoryTable, type CellMenuRequest, type TableHandle } from './table.tsx';
import { useCalm } from './use-calm.ts';
import { useCellWords } from './use-cell-words.ts';
import { useListColumns } from './use-list-columns.ts';
import { useListFields } from './use-list-fields.ts';
import { useListSelection } from './use-list-selection.ts';
import { useListState } from './use-list-state.ts';
import { useListWalk } from './use-list-walk.ts';
import type { RowsQuestion } from './use-rows.ts';
import { useCopyText, useSelectionActions } from './use-selection-actions.ts';
import { useShownRows } from './use-shown-rows.ts';
import { useStable } from './use-stable.ts';

/** Types whose largest values are looked for first. */
const largestFirst: readonly string[] = ['number', 'moment', 'table', 'record'];

/** The inventory: what there is, narrowed, ordered and looked into. */
export function InventoryList() {
  const text = useText();
  const { number } = useFormat();
  const copyLink = useCopyLink();
  const copyText = useCopyText();
  const words = useCellWords();
  const [, navigate] = useLocation();
  const [asOf] = useAsOf();
  const { state, change, flush } = useListState();
  const { facetsOpen } = useListPreferences();
  const { filter } = state;
  const [cursor, setCursor] = useState<number>();
  const { query, problems, kind, sorts, at } = useMemo(
    () => effectiveQuery({ kind: state.kind, filter: state.filter, sorts: state.sorts }, asOf, cursor),
    [state.kind, state.filter, state.sorts, asOf, cursor],
  );
  const { kinds, error, own, common, fields } = useListFields(kind, at);
  const { columns, paths, isUsual, ...arrange } = useListColumns({
    kind,
    named: state.columns,
    change,
    own,
  });
  const filterKinds = useMemo(() => (kind === 'all' ? [] : [kind]), [kind]);

  const table = useRef<TableHandle>(null);
  const bar = useRef<FilterBarHandle>(null);
  const [active, setActive] = useState<number>();
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [menu, setMenu] = useState<CellMenuRequest>();
  const [openedView, setOpenedView] = useState<string>();
  // Who walks quickly is shown where the walk ends.
  const shownEntity = useDeferredValue(useCalm(state.entity, 90));

  const question = useMemo<RowsQuestion>(() => ({ query, columns: paths, at }), [query, paths, at]);
  const rows = useShownRows({
    question,
    enabled: kinds !== undefined,
    otherError: error,
    list: JSON.stringify([kind, filter.trim(), sorts]),
    wanted: state.entity,
    table,
    active,
    setActive,
    onOtherList: () => setSelection(nothingSelected),
  });
  const { pages, total } = rows;
  const selected = useListSelection({ selection, setSelection, pages, total, question });
  useEffect(() => {
    rememberKind(kind);
  }, [kind]);

  const leave = (to: string) => {
    rows.leave();
    flush();
    navigate(to);
  };
  const openPage = useStable((row: InventoryRow) => leave(links.entity(row.id)));
  const walk = useListWalk({
    pages,
    total,
    table,
    active,
    setActive,
    selected,
    showEntity: (entity) => change({ entity }),
    openPage,
  });
  const actions = useSelectionActions({
    selected,
    kind,
    query,
    paths,
    at,
    setFilter: (next) => change({ filter: next }),
    leave,
  });
  useShortcut('list', '/', text.inventory.focusFilter, () => bar.current?.focus());
  useShortcut('list', 'f', text.inventory.toggleFacets, () => setFacetsOpen(!facetsOpen));

  const changeFilter = useStable((next: string, place?: number) => {
    setCursor(place);
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
  const openView = useStable((view: SavedView) => {
    setOpenedView(view.id);
    change({
      kind: view.kind as KindTab,
      filter: view.query,
      sorts: view.sort,
      columns: view.columns,
      entity: undefined,
    });
  });
  const onSavedView = useStable((view: SavedView) => setOpenedView(view.id));
  const onSelectAll = useStable(() => (selected.state === 'all' ? selected.clear() : selected.all()));
  const onSort = useStable((path: string, also: boolean) =>
    sortBy(
      toggleSort(sorts, path, { also, largestFirst: largestFirst.includes(fields.get(path)?.type ?? '') }),
    ),
  );
  const onSortBy = useStable((path: string, direction: SortDirection) => sortBy([{ path, direction }]));
  const onFilter = useStable((path: string) => bar.current?.begin(`${path}:`));
  const onToggleValue = useStable((path: string, value: string) =>
    changeFilter(toggleValue(filter, path, value)),
  );
  const onExport = useStable(
    (format: 'csv' | 'json', onlySelected: boolean) => void actions.exportRows(format, onlySelected),
  );
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
  const kindTitle =
    kind === 'all'
      ? text.inventory.entities(total)
      : text.inventory.countOf(total, text.kinds.name(kind, total));
  const menuValue = menu && cellValueOf(menu, rows.answered);
  return (
    <div className={classes['screen']}>
      <ScreenHeader
        title={text.shell.screens.inventory}
        detail={
          <span className={classes['detail']}>
            {pages && <span aria-live="polite">{kindTitle}</span>}
            {selected.count > 0 && <span>{text.inventory.selected(selected.count)}</span>}
            {at === undefined && <InventoryFreshness kind={kind} kinds={kinds?.kinds} />}
          </span>
        }
      >
        <SavedViewsMenu current={current} opened={openedView} onOpen={openView} onSaved={onSavedView} />
        <CopyLinkButton />
      </ScreenHeader>
      {kinds && <KindTabs kinds={kinds.kinds} total={kinds.total} value={kind} onChange={changeKind} />}
      <div className={classes['toolbar']}>
        <IconButton
          icon={PanelLeft}
          label={text.inventory.toggleFacets}
          keys="f"
          pressed={facetsOpen}
          onClick={() => setFacetsOpen(!facetsOpen)}
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
          onToggle={arrange.onToggle}
          onReset={arrange.onReset}
        />
        <ExportMenu
          state={actions.exporting.state}
          total={total}
          selected={selected.count}
          onExport={onExport}
          onCancel={actions.exporting.cancel}
        />
      </div>
      <SplitView
        name="inventory-facets"
        side="left"
        initial={220}
        min={160}
        max={400}
        panel={
          facetsOpen && (
            <FacetsPanel question={question} filter={filter} fields={fields} onToggle={onToggleValue} />
          )
        }
      >
        <SplitView
          name="inventory-entity"
          initial={460}
          min={320}
          max={1100}
          panel={
            shownEntity !== undefined && <EntityPanel id={shownEntity} at={at} onClose={walk.onClosePanel} />
          }
        >
          <ListBody
            rows={rows}
            selected={selected}
            actions={actions}
            empty={
              <EmptyList
                kinds={kinds?.total ?? 0}
                filter={filter}
                kind={kind}
                onClear={() => changeFilter('')}
                onEverywhere={() => changeKind('all')}
              />
            }
            onShowWaiting={() => {
              rows.reload();
              table.current?.focus();
            }}
          >
            {(shown) => (
              <InventoryTable
                label={kindTitle}
                pages={shown}
                version={shown.version}
                total={total}
                columns={columns}
                fields={fields}
                answered={rows.answered}
                sorts={sorts}
                selection={selection}
                selected={selected.state}
                active={active}
                handle={table}
                onPoint={walk.onPoint}
                onOpenPage={openPage}
                onCellMenu={setMenu}
                onKey={walk.onKey}
                onSelectAll={onSelectAll}
                onSort={onSort}
                onSortBy={onSortBy}
                onResize={arrange.onResize}
                onMove={arrange.onMove}
                onShift={arrange.onShift}
                onPin={arrange.onPin}
                onHide={arrange.onToggle}
                onFilter={onFilter}
              />
            )}
          </ListBody>
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
          onOpen={() => walk.show(menu.index, { open: true })}
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
