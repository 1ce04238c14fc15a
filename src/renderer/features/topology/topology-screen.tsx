import { ActionIcon, Button, Menu, NumberInput, SegmentedControl, Skeleton } from '@mantine/core';
import { Download, Flame, FoldVertical, Table2, Waypoints, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { topologyLenses, type TopologyNode } from '../../../shared/contract/topology.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { useAsOf } from '../../app/as-of.ts';
import { links } from '../../app/links.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FreshnessBadge } from '../../ui/freshness-badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import { SplitView } from '../../ui/split-view.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { showToast } from '../../ui/toast.tsx';
import { fileName, picturePng, pictureSvg } from './export-picture.ts';
import { saveFile } from '../../ui/save-file.ts';
import { FocusSearch } from './focus-search.tsx';
import { GraphTable } from './graph-table.tsx';
import { ImpactPanel } from './impact-panel.tsx';
import { Legend } from './legend.tsx';
import { NodePanel } from './node-panel.tsx';
import classes from './topology-screen.module.css';
import { usePicture } from './use-picture.ts';
import { toggled, useTopologyView } from './view-state.ts';

const GraphCanvas = lazy(async () => ({ default: (await import('./graph-canvas.tsx')).GraphCanvas }));
const mostNodes = 300;

/** What depends on what, and what goes dark if this fails. */
export function TopologyScreen() {
  const text = useText();
  const words = text.topology;
  const [at] = useAsOf();
  const [view, change] = useTopologyView();
  const { lens, focus, depth, expanded, collapsed, failed, selected } = view;
  const [anchor, setAnchor] = useState<string>();
  const input = {
    lens,
    expanded: [...expanded],
    collapsed: [...collapsed],
    limit: mostNodes,
    ...(focus !== undefined && { focus, depth }),
    ...(failed !== undefined && { failed }),
    ...(at !== undefined && { at }),
  };
  const { data, error, isPlaceholderData, isFetching, refetch } = useCall('topology.graph', input, {
    keepPrevious: true,
  });
  const refresh = useRefresh();
  useEvent('inventory.changed', {}, () => {
    if (at === undefined) refresh('topology.graph', 'topology.blastRadius');
  });
  const subject = JSON.stringify([lens, focus, depth, at]);
  const {
    picture,
    isLayingOut,
    failed: layoutFailed,
    waiting,
    apply,
  } = usePicture(isPlaceholderData ? undefined : data, JSON.stringify(input), subject, anchor);
  const moment = useMomentText();

  const graph = picture ?? data;
  const node = graph?.nodes.find((one) => one.id === selected);
  const select = (id: string | undefined) => change({ selected: id });
  const toggle = (one: TopologyNode) => {
    setAnchor(one.id);
    change(toggled(view, one.id, one.open), { push: true });
  };
  const fail = (id: EntityId | undefined) =>
    change({ failed: id, ...(id && { selected: id }) }, { push: true });
  const focusOn = (id: EntityId | undefined) =>
    change({ focus: id, selected: id, expanded: [], collapsed: [], failed }, { push: true });
  const selectedEntity = node?.type === 'entity' ? (node.id as EntityId) : undefined;

  useShortcut('screen', 'b', words.shortcuts.failure, () => {
    if (failed !== undefined && (selectedEntity === undefined || selectedEntity === failed)) fail(undefined);
    else if (selectedEntity !== undefined) fail(selectedEntity);
  });
  useShortcut('screen', 'c', words.shortcuts.focus, () => {
    if (selectedEntity !== undefined) focusOn(selectedEntity);
  });
  useShortcut('screen', 't', words.shortcuts.table, () =>
    change({ as: view.as === 'graph' ? 'table' : 'graph' }),
  );

  const save = async (format: 'svg' | 'png') => {
    if (!picture || !data) return;
    const tokens = getComputedStyle(document.documentElement);
    const about = [
      words.lenses[lens],
      data.focus && words.focusedOn(data.focus.name),
      data.failed && words.failure.title(data.failed.name),
    ].filter((part) => part !== undefined);
    const svg = pictureSvg(
      picture,
      {
        title: words.pictureTitle(about.join(', ')),
        time: words.pictureTime(moment(data.at).absolute),
      },
      text,
      (name) => tokens.getPropertyValue(name).trim(),
    );
    const name = fileName(about, data.at, format);
    try {
      saveFile(name, format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await picturePng(svg));
      showToast({ message: words.exported(name), status: 'ok' });
    } catch {
      showToast({ message: words.exportFailed, status: 'warning' });
    }
  };

  const panel =
    failed !== undefined ? (
      <ImpactPanel
        id={failed}
        at={at}
        selected={selected}
        onSelect={select}
        onClose={() => fail(undefined)}
      />
    ) : (
      node && (
        <NodePanel
          node={node}
          at={at}
          nodes={graph?.nodes ?? []}
          edges={graph?.edges ?? []}
          onSelect={select}
          onToggle={toggle}
          onFocus={focusOn}
          onFail={fail}
          onClose={() => select(undefined)}
        />
      )
    );

  const { lost = 0, restarts = 0, reduced = 0 } = data?.impactElsewhere ?? {};
  const elsewhere = lost + restarts + reduced;

  function content() {
    if (error && !data) {
      if (error.code === 'entity-not-found') {
        return (
          <EmptyState title={error.message} reason={words.empty.gone}>
            <Button
              variant="default"
              onClick={() => change({ focus: undefined, failed: undefined, selected: undefined })}
            >
              {words.unfocus}
            </Button>
          </EmptyState>
        );
      }
      return <ErrorState error={error} onRetry={() => void refetch()} />;
    }
    if (graph && graph.nodes.length === 0) {
      return lens === 'everything' ? (
        <EmptyState title={words.empty.title} reason={words.empty.reason}>
          <Button renderRoot={(rest: object) => <Link href={links.settingsSection('servers')} {...rest} />}>
            {words.empty.action}
          </Button>
        </EmptyState>
      ) : (
        <EmptyState title={words.empty.lensTitle(words.lenses[lens])} reason={words.empty.lensReason}>
          <Button variant="default" onClick={() => change({ lens: 'everything' })}>
            {words.empty.lensAction}
          </Button>
        </EmptyState>
      );
    }
    if (view.as === 'table' && graph) {
      return (
        <GraphTable
          nodes={graph.nodes}
          edges={graph.edges}
          selected={selected}
          failing={failed !== undefined}
          onSelect={select}
          onToggle={toggle}
        />
      );
    }
    if (layoutFailed) {
      return (
        <EmptyState title={words.layoutFailed}>
          <Button variant="default" onClick={() => change({ as: 'table' })}>
            {words.showTable}
          </Button>
        </EmptyState>
      );
    }
    if (!picture) return <PictureSkeleton label={words.layingOut} />;
    return (
      <Suspense fallback={<PictureSkeleton label={words.layingOut} />}>
        <GraphCanvas
          picture={picture}
          selected={selected}
          failing={failed !== undefined}
          subject={focus ?? failed}
          onSelect={select}
          onToggle={toggle}
        />
      </Suspense>
    );
  }

  return (
    <div className={classes['screen']}>
      <ScreenHeader
        title={text.shell.screens.topology}
        detail={
          data && (
            <span className={classes['detail']}>
              {words.counts(data.shown, data.total)} <FreshnessBadge at={data.at} />
            </span>
          )
        }
      >
        <FocusSearch lens={lens} at={at} onFocus={focusOn} />
        <IconButton
          icon={view.as === 'graph' ? Table2 : Waypoints}
          label={view.as === 'graph' ? words.table : words.graph}
          keys="t"
          onClick={() => change({ as: view.as === 'graph' ? 'table' : 'graph' })}
        />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              size={28}
              aria-label={words.exportPicture}
              title={words.exportPicture}
              disabled={!picture}
            >
              <Download size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void save('svg')}>{words.exportSvg}</Menu.Item>
            <Menu.Item onClick={() => void save('png')}>{words.exportPng}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <CopyLinkButton />
      </ScreenHeader>
      <div className={classes['bar']}>
        <SegmentedControl
          aria-label={words.lens}
          value={lens}
          onChange={(value) =>
            change(
              {
                lens: topologyLenses.find((one) => one === value) ?? 'everything',
                expanded: [],
                collapsed: [],
                selected: undefined,
              },
              { push: true },
            )
          }
          data={topologyLenses
            .toSorted((a, b) => Number(b === 'everything') - Number(a === 'everything'))
            .map((one) => ({ value: one, label: words.lenses[one] }))}
        />
        {focus !== undefined && (
          <span className={classes['chip']}>
            {words.focusedOn(data?.focus?.name ?? '…')}
            <NumberInput
              className={classes['depth'] ?? ''}
              aria-label={words.depthLabel}
              min={1}
              max={8}
              clampBehavior="strict"
              value={depth}
              onChange={(value) => {
                if (typeof value === 'number') change({ depth: value });
              }}
            />
            {words.depth.toLowerCase()}
            <IconButton icon={X} size={22} label={words.unfocus} onClick={() => focusOn(undefined)} />
          </span>
        )}
        {failed !== undefined && (
          <span className={classes['chip']} data-failing>
            <Flame size={14} aria-hidden />
            {words.failure.title(data?.failed?.name ?? '…')}
            <IconButton
              icon={X}
              size={22}
              keys="b"
              label={words.failure.stop}
              onClick={() => fail(undefined)}
            />
          </span>
        )}
        {expanded.length + collapsed.length > 0 && (
          <IconButton
            icon={FoldVertical}
            label={words.closeAll}
            onClick={() => change({ expanded: [], collapsed: [] }, { push: true })}
          />
        )}
        <div className={classes['grow']} />
        <Legend failing={failed !== undefined} />
      </div>
      {data && (data.limited || data.truncated || (data.impactElsewhere && elsewhere > 0)) && (
        <div className={classes['notices']}>
          {data.limited && <StatusMark status="info" wrap label={words.limited(mostNodes)} />}
          {data.truncated && <StatusMark status="info" wrap label={words.truncated} />}
          {elsewhere > 0 && <StatusMark status="info" wrap label={words.failure.elsewhere(elsewhere)} />}
        </div>
      )}
      <div className={classes['rest']}>
        <SplitView name="topology" panel={panel} initial={400}>
          <div className={classes['content']} aria-busy={isFetching || isLayingOut}>
            {content()}
            {waiting && (
              <div className={classes['waiting']} role="status">
                <span>
                  {words.changedDetail} {words.changed(waiting.came, waiting.went)}
                </span>
                <Button size="compact-xs" onClick={apply}>
                  {words.apply}
                </Button>
              </div>
            )}
          </div>
        </SplitView>
      </div>
    </div>
  );
}

/** Boxes where boxes will be. */
function PictureSkeleton({ label }: { label: string }) {
  return (
    <div className={classes['skeleton']} role="status" aria-label={label}>
      {Array.from({ length: 18 }, (_, i) => (
        <Skeleton key={i} height={44} />
      ))}
    </div>
  );
}
