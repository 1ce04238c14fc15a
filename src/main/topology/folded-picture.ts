import type { EntityId } from '../../shared/model/ids.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import { framed } from './lens.ts';
import type { Universe } from './universe.ts';

/** One thing of a picture: an entity, with or without what stands in it, or a group of entities of one kind. */
export interface PictureNode {
  readonly id: string;
  /** Number of the entity; absent for a group. */
  readonly entity?: number;
  readonly kind: EntityKind;
  /** The frame that it stands in. */
  readonly frame?: string;
  /** For a group, or for what stands beside its home: where it stands. */
  readonly home?: EntityId;
  readonly isFrame: boolean;
  readonly open: boolean;
  readonly canOpen: boolean;
  /** Entities of a group that are not shown by themselves. */
  readonly count: number;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly count: number;
}

export interface FoldOptions {
  /** Ids of nodes and groups that were opened by hand. */
  readonly expanded: ReadonlySet<string>;
  readonly collapsed: ReadonlySet<string>;
  /** Shown by themselves, wherever they stand. */
  readonly reveal: readonly EntityId[];
  /** Up to how many nodes frames open by themselves. */
  readonly budget: number;
  readonly limit: number;
  /** Beside frames, everything else opens by itself as well. */
  readonly openAll: boolean;
}

export interface FoldedPicture {
  readonly nodes: readonly PictureNode[];
  /** The node that stands for each entity. */
  readonly nodeOf: (index: number) => string;
  /** Some that were asked for are folded, as there would be too many. */
  readonly limited: boolean;
}

/** More of one kind in one place are folded into a group. */
const foldAbove = 8;
const foldFramesAbove = 12;
/** How many an opened group shows. */
const groupPage = 60;

export function groupId(home: EntityId | undefined, kind: EntityKind): string {
  return `group|${home ?? ''}|${kind}`;
}

/** Folds a universe into as many nodes as can be read. */
export function fold(universe: Universe, options: FoldOptions): FoldedPicture {
  const { ids, index, home } = universe;
  const open = new Set<number>();
  for (const id of options.expanded) {
    const found = index.get(id as EntityId);
    if (found !== undefined) open.add(found);
  }
  const revealed = new Set<number>();
  for (const id of options.reveal) {
    const found = index.get(id);
    if (found === undefined) continue;
    revealed.add(found);
    for (let at = home[found] ?? -1; at >= 0; at = home[at] ?? -1) open.add(at);
    if (options.openAll) open.add(found);
  }
  for (const id of options.collapsed) {
    const found = index.get(id as EntityId);
    if (found !== undefined) open.delete(found);
  }
  const opened = new Set(options.expanded);
  const may = (node: PictureNode, frames: boolean) =>
    node.canOpen && !node.open && (!frames || framed.has(node.kind)) && !options.collapsed.has(node.id);
  let picture = lay(universe, open, opened, revealed, options.limit);
  for (const frames of options.openAll ? [true, false] : [true]) {
    for (;;) {
      const next = picture.nodes.filter((node) => may(node, frames));
      if (next.length === 0) break;
      const entities = next.flatMap((node) => node.entity ?? []);
      const groups = next.flatMap((node) => (node.entity === undefined ? [node.id] : []));
      const wider = lay(
        universe,
        new Set([...open, ...entities]),
        new Set([...opened, ...groups]),
        revealed,
        options.limit,
      );
      const grew = wider.nodes.length > picture.nodes.length;
      if (!grew || wider.nodes.length > options.budget || (wider.limited && !picture.limited)) break;
      for (const one of entities) open.add(one);
      for (const one of groups) opened.add(one);
      picture = wider;
    }
  }
  const shown = new Map<number, string>();
  for (const node of picture.nodes) if (node.entity !== undefined) shown.set(node.entity, node.id);
  const nodeOf = (at: number): string => {
    const known = shown.get(at) ?? picture.grouped.get(at);
    if (known !== undefined) return known;
    const up = nodeOf(home[at] ?? -1);
    shown.set(at, up);
    return up;
  };
  return { nodes: picture.nodes, nodeOf: (at) => nodeOf(at), limited: picture.limited };

  function lay(
    { within, kinds }: Universe,
    open: ReadonlySet<number>,
    groups: ReadonlySet<string>,
    revealed: ReadonlySet<number>,
    limit: number,
  ) {
    const nodes: PictureNode[] = [];
    const grouped = new Map<number, string>();
    let limited = false;
    /** Breadth first, so that what is cut off by the limit is what lies deepest. */
    let level: { at: number; frame: string | undefined }[] = [{ at: -1, frame: undefined }];
    while (level.length > 0) {
      const next: typeof level = [];
      for (const { at, frame } of level) {
        const homeId = at < 0 ? undefined : ids[at];
        const inside = [...(within.get(at) ?? [])];
        // Each kind takes at least the node of a group; without that much room it stays closed.
        if (at >= 0 && nodes.length + inside.length > limit - revealed.size) {
          limited = true;
          const own = nodes.findIndex((node) => node.entity === at);
          const node = nodes[own];
          if (node) nodes[own] = { ...node, open: false };
          continue;
        }
        for (const [position, [kind, members]] of inside.entries()) {
          const group = groupId(homeId, kind);
          const isOpen = groups.has(group) && !options.collapsed.has(group);
          const foldable = members.length > (framed.has(kind) ? foldFramesAbove : foldAbove);
          const shownFirst = !foldable ? members.length : isOpen ? groupPage : 0;
          const room = Math.max(0, limit - revealed.size - nodes.length - (inside.length - position));
          const most = Math.min(shownFirst, room);
          if (most < shownFirst && most < members.length) limited = true;
          let left = 0;
          for (const [rank, member] of members.entries()) {
            const id = ids[member];
            if (id === undefined) continue;
            if (rank >= most && !revealed.has(member)) {
              grouped.set(member, group);
              left += 1;
              continue;
            }
            const canOpen = within.has(member);
            const isFrame = framed.has(kind) && canOpen && open.has(member);
            nodes.push({
              id,
              entity: member,
              kind,
              ...(frame !== undefined && { frame }),
              ...(homeId !== undefined && { home: homeId }),
              isFrame: framed.has(kind),
              open: canOpen && open.has(member),
              canOpen,
              count: 0,
            });
            if (canOpen && open.has(member)) next.push({ at: member, frame: isFrame ? id : frame });
          }
          if (left > 0) {
            nodes.push({
              id: group,
              kind: kinds[members[0] ?? 0] ?? kind,
              ...(frame !== undefined && { frame }),
              ...(homeId !== undefined && { home: homeId }),
              isFrame: false,
              open: isOpen,
              canOpen: !isOpen,
              count: left,
            });
          }
        }
      }
      level = next;
    }
    return { nodes, grouped, limited };
  }
}

/** Edges between what is shown, each with how many dependencies it stands for. */
export function foldEdges(universe: Universe, picture: FoldedPicture): PictureEdge[] {
  const { edges, types, home } = universe;
  const byNode = new Map(picture.nodes.map((node) => [node.id, node]));
  const nodeOf = Array.from(home, (_, i) => picture.nodeOf(i));
  const found = new Map<string, { from: string; to: string; type: string; count: number }>();
  for (let i = 0; i < edges.length; i += 3) {
    const from = nodeOf[edges[i] ?? 0] ?? '';
    const to = nodeOf[edges[i + 1] ?? 0] ?? '';
    if (from === to || isAround(byNode, from, to) || isAround(byNode, to, from)) continue;
    const type = types[edges[i + 2] ?? 0] ?? '';
    const key = `${from}\n${to}\n${type}`;
    // Of what leads neither way, either end may have come first.
    const known =
      found.get(key) ?? (type === 'linked-with' ? found.get(`${to}\n${from}\n${type}`) : undefined);
    if (known) known.count += 1;
    else found.set(key, { from, to, type, count: 1 });
  }
  return [...found.values()];
}

/** Whether `outer` is a frame that `inner` stands in: that it stands there needs no line. */
function isAround(nodes: ReadonlyMap<string, PictureNode>, outer: string, inner: string): boolean {
  for (let at = nodes.get(inner)?.frame; at !== undefined; at = nodes.get(at)?.frame) {
    if (at === outer) return true;
  }
  return false;
}
