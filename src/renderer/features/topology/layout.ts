import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { TopologyEdge, TopologyNode } from '../../../shared/contract/topology.ts';

/** Where everything stands, in pixels of the picture; of what stands in a frame, from the frame's corner. */
export interface Layout {
  readonly places: ReadonlyMap<string, Place>;
  readonly width: number;
  readonly height: number;
  readonly direction: LayoutDirection;
}

/** Which way dependencies lead. */
export type LayoutDirection = 'RIGHT' | 'DOWN';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** From the corner of the picture. */
  readonly left: number;
  readonly top: number;
}

export const nodeWidth = 208;
export const nodeHeight = 44;
/** Room for a frame's own line. */
export const frameHead = 40;
const framePadding = 12;

export function isOpenFrame(node: TopologyNode): boolean {
  return node.framed && node.open;
}

/**
 * What elk is asked: each frame is laid out by itself, by the dependencies between what stands in it, so that opening
 * one moves nothing inside the others. The order of the input is kept where nothing speaks against it.
 */
export function elkInput(
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
  aspectRatio: number,
  direction: LayoutDirection,
): ElkNode {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const within = new Map<string, TopologyNode[]>();
  for (const node of nodes) {
    const frame = frameOf(node, byId);
    const list = within.get(frame);
    if (list) list.push(node);
    else within.set(frame, [node]);
  }
  const between = edgesByFrame(edges, byId);
  const inside = (frame: string): Pick<ElkNode, 'children' | 'edges'> => ({
    children: (within.get(frame) ?? []).map((node): ElkNode => {
      if (!isOpenFrame(node) || !within.has(node.id)) {
        return { id: node.id, width: nodeWidth, height: nodeHeight };
      }
      return {
        id: node.id,
        layoutOptions: { ...options(1.2, direction), 'elk.padding': padding },
        ...inside(node.id),
      };
    }),
    edges: between.get(frame) ?? [],
  });
  return {
    id: '',
    layoutOptions: {
      ...options(aspectRatio, direction),
      'elk.padding': '[top=16,left=16,bottom=16,right=16]',
    },
    ...inside(''),
  };
}

const padding = `[top=${frameHead + 4},left=${framePadding},bottom=${framePadding},right=${framePadding}]`;

function options(aspectRatio: number, direction: LayoutDirection): Record<string, string> {
  return {
    'elk.algorithm': 'layered',
    'elk.direction': direction,
    'elk.aspectRatio': String(aspectRatio),
    'elk.spacing.nodeNode': '14',
    'elk.spacing.componentComponent': '18',
    'elk.layered.spacing.nodeNodeBetweenLayers': '56',
    'elk.layered.spacing.edgeNodeBetweenLayers': '12',
    'elk.spacing.edgeNode': '8',
    'elk.spacing.edgeEdge': '4',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
    // Lines are drawn by xyflow: elk need not make room for their bends.
    'elk.edgeRouting': 'POLYLINE',
    'elk.layered.edgeRouting.polyline.slopedEdgeZoneWidth': '1',
  };
}

/** An edge counts where the two ends part: between the two frames, or nodes, that stand side by side there. */
function edgesByFrame(
  edges: readonly TopologyEdge[],
  byId: ReadonlyMap<string, TopologyNode>,
): ReadonlyMap<string, NonNullable<ElkNode['edges']>> {
  const found = new Map<string, Map<string, { id: string; sources: string[]; targets: string[] }>>();
  for (const { from, to, type } of edges) {
    // What leads neither way stands side by side.
    if (type === 'linked-with') continue;
    const up = pathOf(from, byId);
    const down = pathOf(to, byId);
    let depth = 0;
    while (depth < up.length && depth < down.length && up[depth] === down[depth]) depth += 1;
    const source = up[depth];
    const target = down[depth];
    if (source === undefined || target === undefined || arePeers(byId.get(source), byId.get(target)))
      continue;
    const frame = up[depth - 1] ?? '';
    const here = found.get(frame) ?? new Map();
    found.set(frame, here);
    const id = `${source}\n${target}`;
    // Two frames that need each other are tied once.
    if (!here.has(`${target}\n${source}`)) here.set(id, { id, sources: [source], targets: [target] });
  }
  return new Map([...found].map(([frame, here]) => [frame, [...here.values()]]));
}

/** Sites and arrays that need each other stand side by side. */
function arePeers(a: TopologyNode | undefined, b: TopologyNode | undefined): boolean {
  return a?.kind === b?.kind && (a?.kind === 'site' || a?.kind === 'array');
}

/** The frames around a node from the outside in, and the node itself. */
function pathOf(id: string, byId: ReadonlyMap<string, TopologyNode>): string[] {
  const path: string[] = [];
  let node = byId.get(id);
  while (node && path.length <= byId.size) {
    path.unshift(node.id);
    node = byId.get(frameOf(node, byId));
  }
  return path;
}

function frameOf(node: TopologyNode, byId: ReadonlyMap<string, TopologyNode>): string {
  return node.frame !== undefined && byId.has(node.frame) ? node.frame : '';
}

export function readLayout(root: ElkNode, direction: LayoutDirection): Layout {
  const places = new Map<string, Place>();
  const read = (parent: ElkNode, left: number, top: number) => {
    for (const child of parent.children ?? []) {
      const { x = 0, y = 0, width = nodeWidth, height = nodeHeight } = child;
      places.set(child.id, { x, y, width, height, left: left + x, top: top + y });
      read(child, left + x, top + y);
    }
  };
  read(root, 0, 0);
  return { places, width: root.width ?? 0, height: root.height ?? 0, direction };
}
