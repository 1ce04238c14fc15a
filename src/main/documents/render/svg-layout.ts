import type { DiagramGraph } from '../../../shared/model/block.ts';

/**
 * A layered layout of a small graph, the same for the same graph. Groups and single nodes are laid out as blocks in
 * layers by their links; within a group its nodes are laid out in layers in the same way.
 */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Box>;
  readonly groups: ReadonlyMap<string, Box>;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const nodeHeight = 34;
const gapX = 24;
const gapY = 72;
const groupPad = 16;
const groupTitle = 22;
const margin = 12;
/** Rows wider than this are broken: a page is about that wide. */
const widestRow = 1100;

/** Width of text at 13 px in the fonts that are asked for; a little more than needed rather than less. */
export function textWidth(text: string): number {
  let width = 0;
  for (const sign of text)
    width += (sign.codePointAt(0) ?? 0) > 0x2e80 ? 14 : /[ilj.,:;'|!]/.test(sign) ? 4.2 : 7.6;
  return width;
}

interface Item {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export function layoutGraph(graph: DiagramGraph): Layout {
  const nodes = new Map<string, Box>();
  const groups = new Map<string, Box>();
  const groupOf = new Map(graph.nodes.map((node) => [node.id, node.group]));
  const itemOf = (id: string) => groupOf.get(id) ?? id;
  const sizes = new Map<string, Item>(
    graph.nodes.map((node) => [
      node.id,
      { id: node.id, width: Math.max(70, textWidth(node.label) + 28), height: nodeHeight },
    ]),
  );
  const inner = new Map(
    graph.groups.map((group) => {
      const members = graph.nodes.filter((node) => node.group === group.id).map((node) => node.id);
      const items = members.flatMap((id) => sizes.get(id) ?? []);
      const own = new Set(members);
      const edges = graph.edges.filter((edge) => own.has(edge.from) && own.has(edge.to));
      const placed = placeLayers(items, edges);
      return [
        group.id,
        {
          placed,
          width: Math.max(placed.width, textWidth(group.label)) + 2 * groupPad,
          height: placed.height + 2 * groupPad + groupTitle,
        },
      ] as const;
    }),
  );
  const order: Item[] = [];
  const taken = new Set<string>();
  for (const node of graph.nodes) {
    const id = itemOf(node.id);
    if (taken.has(id)) continue;
    taken.add(id);
    const group = inner.get(id);
    const size = sizes.get(id);
    if (group !== undefined) order.push({ id, width: group.width, height: group.height });
    else if (size !== undefined) order.push(size);
  }
  const outerEdges = graph.edges
    .map((edge) => ({ from: itemOf(edge.from), to: itemOf(edge.to) }))
    .filter((edge) => edge.from !== edge.to);
  const outer = placeLayers(order, outerEdges);
  for (const item of order) {
    const at = outer.boxes.get(item.id);
    if (at === undefined) continue;
    const box = { ...at, x: at.x + margin, y: at.y + margin };
    const group = inner.get(item.id);
    if (group === undefined) {
      nodes.set(item.id, box);
      continue;
    }
    groups.set(item.id, box);
    const left = box.x + (box.width - group.placed.width) / 2;
    const top = box.y + groupPad + groupTitle;
    for (const [id, place] of group.placed.boxes) {
      nodes.set(id, { ...place, x: left + place.x, y: top + place.y });
    }
  }
  return { width: outer.width + 2 * margin, height: outer.height + 2 * margin, nodes, groups };
}

interface Placed {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly width: number;
  readonly height: number;
}

function placeLayers(items: readonly Item[], edges: readonly { from: string; to: string }[]): Placed {
  const boxes = new Map<string, Box>();
  const rows = orderedLayers(items, edges).flatMap(breakRow);
  const width = Math.max(0, ...rows.map(rowWidth));
  let y = 0;
  for (const row of rows) {
    const height = Math.max(0, ...row.map((item) => item.height));
    let x = (width - rowWidth(row)) / 2;
    for (const item of row) {
      boxes.set(item.id, { x, y: y + (height - item.height) / 2, width: item.width, height: item.height });
      x += item.width + gapX;
    }
    y += height + gapY;
  }
  return { boxes, width, height: Math.max(0, y - gapY) };
}

function rowWidth(row: readonly Item[]): number {
  return row.reduce((sum, item) => sum + item.width, 0) + gapX * Math.max(0, row.length - 1);
}

function breakRow(row: readonly Item[]): readonly (readonly Item[])[] {
  const rows: Item[][] = [[]];
  for (const item of row) {
    const last = rows.at(-1) ?? [];
    if (last.length > 0 && rowWidth([...last, item]) > widestRow) rows.push([item]);
    else last.push(item);
  }
  return rows;
}

/** Layers by the longest way from a start; within a layer by the mean place of the neighbours above. */
function orderedLayers(
  items: readonly Item[],
  edges: readonly { from: string; to: string }[],
): readonly (readonly Item[])[] {
  const known = new Map(items.map((item, place) => [item.id, { item, place, layer: 0 }]));
  const below = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    if (from === to || !known.has(from) || !known.has(to)) continue;
    const targets = below.get(from) ?? new Set<string>();
    // A link back would make a circle: it is read the other way round.
    if (leadsTo(below, to, from)) below.set(to, (below.get(to) ?? new Set<string>()).add(from));
    else below.set(from, targets.add(to));
  }
  const settle = (id: string, layer: number) => {
    const entry = known.get(id);
    if (entry === undefined || (entry.layer >= layer && layer > 0)) return;
    entry.layer = layer;
    for (const next of below.get(id) ?? []) settle(next, layer + 1);
  };
  const hasAbove = new Set([...below.values()].flatMap((targets) => [...targets]));
  for (const item of items) if (!hasAbove.has(item.id)) settle(item.id, 0);
  const above = new Map<string, string[]>();
  for (const [from, targets] of below)
    for (const to of targets) above.set(to, [...(above.get(to) ?? []), from]);
  const layers: Item[][] = [];
  for (const { item, layer } of known.values()) (layers[layer] ??= []).push(item);
  const places = new Map<string, number>();
  return layers.map((layer) => {
    const sorted = layer
      .map((item, i) => {
        const parents = above.get(item.id) ?? [];
        const mean = parents.reduce((sum, id) => sum + (places.get(id) ?? 0), 0) / parents.length;
        return { item, i, mean: parents.length === 0 ? i / layer.length : mean };
      })
      .toSorted((a, b) => a.mean - b.mean || a.i - b.i)
      .map(({ item }) => item);
    sorted.forEach((item, i) => places.set(item.id, (i + 0.5) / sorted.length));
    return sorted;
  });
}

function leadsTo(below: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(below.get(id) ?? []));
  }
  return false;
}
