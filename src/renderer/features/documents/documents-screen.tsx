import { Drawer, Popover, Button, SegmentedControl } from '@mantine/core';
import { List, PanelLeft } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { useAsOf } from '../../app/as-of.ts';
import { links } from '../../app/links.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useLinkState } from '../../app/use-link-state.ts';
import { useRoom } from '../../app/use-room.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LoadingScreen, SkeletonRows } from '../../ui/loading.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import { SplitView } from '../../ui/split-view.tsx';
import { Contents } from './contents.tsx';
import { useDocumentId } from './document-address.ts';
import { ExportMenu } from './export-menu.tsx';
import { Page } from './page.tsx';
import { SidePanel } from './side-panel.tsx';
import { useTreeOpen } from './tree-open.ts';
import { ancestorsOf } from './tree-rows.ts';
import { useShownDocument, type Which } from './use-shown-document.ts';
import { WriteMenu } from './write-menu.tsx';
import './print.css';
import classes from './documents-screen.module.css';

const SourceView = lazy(async () => ({ default: (await import('./source-view.tsx')).SourceView }));
const CompareView = lazy(async () => ({ default: (await import('./compare-view.tsx')).CompareView }));

type Tree = OutputOf<'documents.tree'>;

/** The handbook: its pages at the left, the one that is read beside them. */
export function DocumentsScreen() {
  const text = useText();
  const [at] = useAsOf();
  const refresh = useRefresh();
  const tree = useCall('documents.tree', at === undefined ? {} : { at }, { keepPrevious: true });
  useEvent('documents.changed', {}, () => refresh('documents.tree', 'documents.find'));
  const id = useDocumentId();

  if (tree.isError && !tree.data) {
    return (
      <>
        <ScreenHeader title={text.shell.screens.documents} />
        <ErrorState error={tree.error} onRetry={() => void tree.refetch()} />
      </>
    );
  }
  if (!tree.data) {
    return (
      <>
        <ScreenHeader title={text.shell.screens.documents} />
        <div className={classes['loading']} role="status" aria-label={text.ui.loading}>
          <SkeletonRows rows={16} />
        </div>
      </>
    );
  }
  if (tree.data.documents.length === 0) return <NothingWritten tree={tree.data} />;
  return <Handbook tree={tree.data} id={id ?? tree.data.documents[0]?.id} />;
}

function NothingWritten({ tree }: { tree: Tree }) {
  const text = useText();
  const [, navigate] = useLocation();
  const nothing = tree.unwritten.length === 0;
  if (tree.at !== undefined) {
    return (
      <>
        <ScreenHeader title={text.shell.screens.documents} />
        <EmptyState title={text.documents.notThen} />
      </>
    );
  }
  return (
    <>
      <ScreenHeader title={text.shell.screens.documents} />
      <EmptyState
        title={text.documents.nothing.title}
        reason={nothing ? text.documents.nothing.nothingCollected : text.documents.nothing.reason}
      >
        {nothing ? (
          <Button variant="filled" onClick={() => navigate(links.settings)}>
            {text.documents.nothing.collect}
          </Button>
        ) : (
          <WriteMenu tree={tree} prominent />
        )}
      </EmptyState>
    </>
  );
}

const views = ['read', 'source', 'compare'] as const;
type View = (typeof views)[number];

function Handbook({ tree, id }: { tree: Tree; id: string | undefined }) {
  const text = useText();
  const [at] = useAsOf();
  const [state, change] = useLinkState(['view', 'version', 'find', 'row', 'from', 'to']);
  const roomy = useRoom(1280);
  const [treeOpen, setTreeOpen] = useTreeOpen();
  const [drawer, setDrawer] = useState(false);
  const view: View = views.find((one) => one === state.view) ?? 'read';
  const version = wholeNumber(state.version);
  const marked = tree.documents.flatMap(({ stale }) => stale ?? []);
  const newer = marked.filter(({ state: mark }) => mark === 'measured').length;
  const stale = marked.length - newer;
  const states = [
    stale > 0 && text.documents.staleCount(stale),
    newer > 0 && text.documents.newerCount(newer),
    marked.length === 0 && text.documents.upToDate,
  ].filter((part) => part !== false);
  const showNewest = useCallback(() => change({ version: undefined }, { push: true }), [change]);
  const panel = (
    <SidePanel
      tree={tree}
      shown={id}
      query={state.find ?? ''}
      onQuery={(query) => change({ find: query })}
      focused={drawer}
      {...(drawer && { onChosen: () => setDrawer(false) })}
    />
  );
  // A comparison needs the width for its two sides.
  const broad = useRoom(1800);
  const beside = treeOpen && (view === 'compare' ? broad : roomy);
  return (
    <div className={classes['screen']}>
      <ScreenHeader
        title={text.shell.screens.documents}
        detail={
          <>
            {text.documents.count(tree.documents.length)}
            {tree.at === undefined && states.map((part) => ` · ${part}`)}
          </>
        }
      >
        <IconButton
          icon={PanelLeft}
          label={beside ? text.documents.hideTree : text.documents.showTree}
          pressed={beside}
          onClick={() => ((view === 'compare' ? broad : roomy) ? setTreeOpen(!treeOpen) : setDrawer(true))}
        />
        <SegmentedControl
          aria-label={text.shell.screens.documents}
          value={view}
          onChange={(next) =>
            change(
              { view: next === 'read' ? undefined : next, from: undefined, to: undefined },
              { push: true },
            )
          }
          data={views.map((one) => ({ value: one, label: text.documents.views[one] }))}
        />
        <WriteMenu tree={tree} {...(id !== undefined && { id })} />
        {id !== undefined && (
          <ExportMenu id={id} {...(version !== undefined && { version })} {...(at !== undefined && { at })} />
        )}
        <CopyLinkButton />
      </ScreenHeader>
      <div className={classes['body']}>
        <SplitView
          name="documents-tree"
          side="left"
          initial={264}
          min={200}
          max={520}
          panel={beside && panel}
        >
          {id === undefined ? (
            <EmptyState title={text.documents.choose} />
          ) : view === 'source' ? (
            <Suspense fallback={<LoadingScreen />}>
              <SourceView {...whichOf(id, version, at)} />
            </Suspense>
          ) : view === 'compare' ? (
            <Suspense fallback={<LoadingScreen />}>
              <CompareView
                key={id}
                id={id}
                from={wholeNumber(state.from)}
                to={wholeNumber(state.to)}
                onChange={(from, to) => change({ from: String(from), to: String(to) })}
                onRead={(chosen) =>
                  change(
                    { view: undefined, from: undefined, to: undefined, version: String(chosen) },
                    { push: true },
                  )
                }
              />
            </Suspense>
          ) : (
            <Reading
              which={whichOf(id, version, at)}
              tree={tree}
              row={state.row as EntityId | undefined}
              roomy={roomy}
              onShowNewest={showNewest}
            />
          )}
        </SplitView>
      </div>
      <Drawer
        opened={drawer && !beside}
        onClose={() => setDrawer(false)}
        title={text.documents.tree}
        size={340}
        transitionProps={{ duration: 0 }}
        classNames={{ body: classes['drawer'] ?? '' }}
      >
        {drawer && panel}
      </Drawer>
    </div>
  );
}

function Reading(props: {
  which: Which;
  tree: Tree;
  row: EntityId | undefined;
  roomy: boolean;
  onShowNewest: () => void;
}) {
  const { which, tree, row, roomy, onShowNewest } = props;
  const text = useText();
  const { answer, document, newer, showNewer, adoptNext } = useShownDocument(which);
  const [contentsOpen, setContentsOpen] = useState(false);
  const parents = useMemo(() => {
    const byId = new Map(tree.documents.map((one) => [one.id, one]));
    return ancestorsOf(tree.documents, which.id)
      .toReversed()
      .flatMap((id) => byId.get(id) ?? []);
  }, [tree.documents, which.id]);
  if (!document) {
    if (answer.isError) {
      return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
    }
    return (
      <div className={classes['loading']} role="status" aria-label={text.ui.loading}>
        <SkeletonRows rows={24} />
      </div>
    );
  }
  return (
    <div className={classes['reading']}>
      <Page
        // Another page is another place to scroll, with tables of its own; a newer version of it is the same place.
        key={JSON.stringify(which)}
        document={document}
        parents={parents}
        newer={newer}
        row={row}
        wide={roomy}
        onShowNewer={showNewer}
        onShowNewest={onShowNewest}
        adoptNext={adoptNext}
      />
      {!roomy && (
        <div className={classes['float']}>
          <Popover
            opened={contentsOpen}
            onChange={setContentsOpen}
            position="bottom-end"
            width={300}
            trapFocus
          >
            <Popover.Target>
              <Button
                size="xs"
                leftSection={<List size={14} aria-hidden />}
                onClick={() => setContentsOpen((open) => !open)}
              >
                {text.documents.showContents}
              </Button>
            </Popover.Target>
            <Popover.Dropdown className={classes['contents'] ?? ''}>
              <Contents
                sections={document.sections}
                notes={document.notes}
                stale={document.stale}
                reading={undefined}
                onChosen={() => setContentsOpen(false)}
              />
            </Popover.Dropdown>
          </Popover>
        </div>
      )}
    </div>
  );
}

function whichOf(id: string, version: number | undefined, at: Which['at'] | undefined): Which {
  return {
    id,
    ...(version === undefined ? {} : { version }),
    // A version that was asked for by number is that version at any moment.
    ...(at === undefined || version !== undefined ? {} : { at }),
  };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
