import { Graph, layout as place } from '@dagrejs/dagre';
import type { DiagramGraph } from '../../../shared/model/block.ts';
import { edgeText } from '../diagram.ts';

/** Where everything of a graph stands: the same for the same graph. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The way that links lead from one layer to the next. */
  readonly direction: DiagramGraph['direction'];
  readonly nodes: ReadonlyMap<string, Box>;
  /** Frames of groups. Empty where the groups of a graph cannot be kept together. */
  readonly groups: ReadonlyMap<string, Box>;
  /** In the order of the graph's edges. */
  readonly edges: readonly Route[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From the side of one node to the side of the other; between the two it passes layers without touching nodes. */
export interface Route {
  readonly points: readonly Point[];
  /** The middle of the edge's text, if it has one. */
  readonly label?: Point;
}

const nodeHeight = 34;
const labelHeight = 18;
const groupPad = 14;
const groupTitle = 20;
const margin = 12;
/** A page is about that wide: a wider picture is laid out the other way if that makes it narrower. */
const widest = 1100;

/** Width of text at 13 px in the fonts that are asked for; a little more than needed rather than less. */
export function textWidth(text: string): number {
  let width = 0;
  for (const sign of text)
    width += (sign.codePointAt(0) ?? 0) > 0x2e80 ? 14 : /[ilj.,:;'|!]/.test(sign) ? 4.2 : 7.6;
  return width;
}

export function layoutGraph(graph: DiagramGraph): Layout {
  const first = layoutTowards(graph, graph.direction);
  if (first.width <= widest) return first;
  const other = layoutTowards(graph, graph.direction === 'down' ? 'right' : 'down');
  return other.width < first.width ? other : first;
}

function layoutTowards(graph: DiagramGraph, direction: Layout['direction']): Layout {
  const down = direction === 'down';
  const usual = arrangeFramed(graph, direction, down ? 64 : 90);
  // Many links beside each other need a longer way, or they all but stand upright.
  return down || usual.width * 1.5 > usual.height ? usual : arrangeFramed(graph, direction, 220);
}

function arrangeFramed(graph: DiagramGraph, direction: Layout['direction'], ranksep: number): Layout {
  try {
    return arrange(graph, direction, ranksep, true);
  } catch {
    // Keeping groups together is the library's hard case; a picture without frames still shows every link, and the
    // description says what belongs to which group.
    return arrange(graph, direction, ranksep, false);
  }
}

function arrange(
  graph: DiagramGraph,
  direction: Layout['direction'],
  ranksep: number,
  framed: boolean,
): Layout {
  const down = direction === 'down';
  const plan = new Graph<object, Planned, Planned>({ compound: framed, multigraph: true });
  plan.setGraph({
    rankdir: down ? 'TB' : 'LR',
    nodesep: down ? 26 : 20,
    edgesep: down ? 16 : 18,
    ranksep,
  });
  const groups = framed
    ? graph.groups.filter((group) => graph.nodes.some((node) => node.group === group.id))
    : [];
  for (const group of groups) plan.setNode(group.id, { width: 0, height: 0 });
  const sizes = new Map<string, { width: number; height: number }>();
  for (const node of graph.nodes) {
    const size = { width: Math.max(70, textWidth(node.label) + 28), height: nodeHeight };
    sizes.set(node.id, size);
    plan.setNode(node.id, { ...size });
    if (groups.some((group) => group.id === node.group)) plan.setParent(node.id, node.group);
  }
  for (const group of groups) {
    // Room for the title of a group of narrow nodes.
    const [member] = graph.nodes.filter((node) => node.group === group.id);
    const planned = member === undefined ? undefined : plan.node(member.id);
    if (planned !== undefined) planned.width = Math.max(planned.width, textWidth(group.label));
  }
  graph.edges.forEach((edge, i) => {
    const text = edgeText(edge);
    if (!sizes.has(edge.from) || !sizes.has(edge.to)) return;
    const size = text === '' ? { width: 0, height: 0 } : { width: textWidth(text), height: labelHeight };
    plan.setEdge(edge.from, edge.to, { ...size, labelpos: 'c' }, `e${i}`);
  });
  place(plan);

  const nodes = new Map<string, Box>();
  for (const [id, size] of sizes) {
    const { x = 0, y = 0 } = plan.node(id);
    nodes.set(id, { x: x - size.width / 2, y: y - size.height / 2, ...size });
  }
  const frames = new Map(
    groups.map((group) => {
      const members = graph.nodes.flatMap((node) =>
        node.group === group.id ? (nodes.get(node.id) ?? []) : [],
      );
      return [group.id, frameOf(members, textWidth(group.label))] as const;
    }),
  );
  const bands = layersOf([...nodes.values()], down);
  const edges = graph.edges.map((edge, i): Route => {
    const planned = plan.hasEdge(edge.from, edge.to, `e${i}`)
      ? plan.edge(edge.from, edge.to, `e${i}`)
      : undefined;
    const from = nodes.get(edge.from);
    const to = nodes.get(edge.to);
    if (planned?.points === undefined || from === undefined || to === undefined) return { points: [] };
    const label =
      planned.width > 0 && planned.x !== undefined && planned.y !== undefined
        ? { x: planned.x, y: planned.y, width: planned.width }
        : undefined;
    const points =
      edge.from === edge.to ? planned.points : passLayers(from, to, planned.points, label, bands, down);
    return label === undefined ? { points } : { points, label: { x: label.x, y: label.y } };
  });
  return moveIntoView({ direction, nodes, groups: frames, edges });
}

/** What the library is given about a node or an edge, and what it adds. */
interface Planned {
  width: number;
  height: number;
  x?: number;
  y?: number;
  points?: Point[];
  labelpos?: 'c';
}

function frameOf(members: readonly Box[], title: number): Box {
  const left = Math.min(...members.map((box) => box.x));
  const right = Math.max(...members.map((box) => box.x + box.width));
  const top = Math.min(...members.map((box) => box.y));
  const bottom = Math.max(...members.map((box) => box.y + box.height));
  const width = Math.max(right - left, title) + 2 * groupPad;
  return {
    x: (left + right - width) / 2,
    y: top - groupPad - groupTitle,
    width,
    height: bottom - top + 2 * groupPad + groupTitle,
  };
}

interface Band {
  readonly start: number;
  readonly end: number;
}

/** The stretches, along the direction of the picture, in which nodes stand. */
function layersOf(nodes: readonly Box[], down: boolean): readonly Band[] {
  const bands: Band[] = [];
  const spans = nodes
    .map(({ x, y, width, height }) => (down ? { start: y, end: y + height } : { start: x, end: x + width }))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const span of spans) {
    const last = bands.at(-1);
    if (last !== undefined && span.start < last.end) {
      bands[bands.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else bands.push(span);
  }
  return bands;
}

/**
 * The library's points are the gaps between nodes, one in each layer. The line goes straight through each gap, and
 * bends only between layers, where no node stands.
 */
function passLayers(
  from: Box,
  to: Box,
  planned: readonly Point[],
  label: (Point & { readonly width: number }) | undefined,
  bands: readonly Band[],
  down: boolean,
): readonly Point[] {
  const along = (point: Point) => (down ? point.y : point.x);
  const at = (value: number, { x, y }: Point): Point => (down ? { x, y: value } : { x: value, y });
  const bandAt = (value: number) => bands.find(({ start, end }) => value >= start && value <= end);
  const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });
  const forward = along(middle(to)) >= along(middle(from));
  const through = (band: Band, point: Point) =>
    forward ? [at(band.start, point), at(band.end, point)] : [at(band.end, point), at(band.start, point)];
  const leave = (box: Box, ahead: boolean): readonly Point[] => {
    const centre = middle(box);
    const half = (down ? box.height : box.width) / 2;
    const side = along(centre) + (ahead ? half : -half);
    const band = bandAt(along(centre));
    const rim = band === undefined ? side : ahead ? band.end : band.start;
    return [at(side, centre), at(rim, centre)];
  };
  const between = planned.slice(1, -1).flatMap((point) => {
    const band = bandAt(along(point));
    if (band !== undefined) return through(band, point);
    const half = label === undefined ? 0 : down ? labelHeight / 2 : label.width / 2;
    if (label === undefined || Math.abs(along(point) - along(label)) >= 1) return [];
    return through({ start: along(point) - half, end: along(point) + half }, point);
  });
  return [...leave(from, forward), ...between, ...leave(to, !forward).toReversed()];
}

function moveIntoView(drawn: Omit<Layout, 'width' | 'height'>): Layout {
  const boxes = [...drawn.nodes.values(), ...drawn.groups.values()];
  const points = drawn.edges.flatMap((edge) => edge.points);
  const xs = [...boxes.flatMap(({ x, width }) => [x, x + width]), ...points.map(({ x }) => x)];
  const ys = [...boxes.flatMap(({ y, height }) => [y, y + height]), ...points.map(({ y }) => y)];
  if (xs.length === 0) return { ...drawn, width: 2 * margin, height: 2 * margin };
  const dx = margin - Math.min(...xs);
  const dy = margin - Math.min(...ys);
  const move = <T extends Point>(point: T): T => ({ ...point, x: point.x + dx, y: point.y + dy });
  const moveAll = (all: ReadonlyMap<string, Box>) => new Map([...all].map(([id, box]) => [id, move(box)]));
  return {
    direction: drawn.direction,
    width: Math.max(...xs) + dx + margin,
    height: Math.max(...ys) + dy + margin,
    nodes: moveAll(drawn.nodes),
    groups: moveAll(drawn.groups),
    edges: drawn.edges.map(({ points: own, label }) => ({
      points: own.map(move),
      ...(label === undefined ? {} : { label: move(label) }),
    })),
  };
}
