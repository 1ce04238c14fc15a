import { topologyLenses, type TopologyLens } from '../../../shared/contract/topology.ts';
import { entityIdSchema, type EntityId } from '../../../shared/model/ids.ts';
import { useLinkState } from '../../app/use-link-state.ts';

/** What of this screen stands in its address. */
export interface TopologyView {
  readonly lens: TopologyLens;
  readonly focus: EntityId | undefined;
  readonly depth: number;
  readonly expanded: readonly string[];
  readonly collapsed: readonly string[];
  readonly failed: EntityId | undefined;
  readonly selected: string | undefined;
  readonly as: 'graph' | 'table';
}

export const defaultDepth = 4;
const names = ['lens', 'focus', 'depth', 'open', 'closed', 'failed', 'selected', 'as'] as const;

export function useTopologyView(): [
  TopologyView,
  (change: Partial<TopologyView>, options?: { push?: boolean }) => void,
] {
  const [state, change] = useLinkState(names);
  const view: TopologyView = {
    lens: topologyLenses.find((one) => one === state.lens) ?? 'everything',
    focus: idOf(state.focus),
    depth: depthOf(state.depth),
    expanded: listOf(state.open),
    collapsed: listOf(state.closed),
    failed: idOf(state.failed),
    selected: state.selected,
    as: state.as === 'table' ? 'table' : 'graph',
  };
  return [
    view,
    (changes, options) =>
      change(
        {
          ...('lens' in changes && { lens: changes.lens === 'everything' ? undefined : changes.lens }),
          ...('focus' in changes && { focus: changes.focus }),
          ...('depth' in changes && {
            depth: changes.depth === defaultDepth ? undefined : String(changes.depth),
          }),
          ...('expanded' in changes && { open: textOf(changes.expanded) }),
          ...('collapsed' in changes && { closed: textOf(changes.collapsed) }),
          ...('failed' in changes && { failed: changes.failed }),
          ...('selected' in changes && { selected: changes.selected }),
          ...('as' in changes && { as: changes.as === 'graph' ? undefined : changes.as }),
        },
        options,
      ),
  ];
}

/** Ids have no line break in them; a link has no room for more than this many. */
const mostListed = 200;

function listOf(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split('\n').slice(0, mostListed);
}

function textOf(list: readonly string[] = []): string | undefined {
  return list.length === 0 ? undefined : list.slice(-mostListed).join('\n');
}

function idOf(text: string | undefined): EntityId | undefined {
  const parsed = entityIdSchema.safeParse(text);
  return parsed.success ? parsed.data : undefined;
}

function depthOf(text: string | undefined): number {
  const value = Number(text ?? defaultDepth);
  return Number.isInteger(value) && value >= 1 && value <= 8 ? value : defaultDepth;
}

/** Opens what is closed and closes what is open, against the default where need be. */
export function toggled(
  { expanded, collapsed }: Pick<TopologyView, 'expanded' | 'collapsed'>,
  id: string,
  isOpen: boolean,
): Pick<TopologyView, 'expanded' | 'collapsed'> {
  const without = (list: readonly string[]) => list.filter((one) => one !== id);
  if (!isOpen) return { expanded: [...without(expanded), id], collapsed: without(collapsed) };
  return {
    expanded: without(expanded),
    // What opened by itself must be kept from it.
    collapsed: expanded.includes(id) ? collapsed : [...without(collapsed), id],
  };
}
