import type { Block, DiagramGraph, DiagramShape } from '../../shared/model/block.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { Severity } from '../../shared/model/severity.ts';
import { count } from './format.ts';

/** Beyond this many nodes a picture is no longer read, and everything is drawn collapsed or split. */
export const maxNodes = 40;

export interface GraphNode {
  /** Any text that is unique in the graph, usually the entity's id. */
  readonly id: string;
  readonly label: string;
  readonly shape?: DiagramShape;
  /** Nodes of a group are drawn together, and collapsed together when there are too many. */
  readonly group?: string;
  /** What one and many of it are called when they are collapsed: "3 hosts". */
  readonly noun?: readonly [one: string, many: string];
  readonly severity?: Severity;
  readonly entity?: EntityId;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  /** Undirected unless it says so: both directions of an undirected link are one. */
  readonly directed?: boolean;
  /** Links that this edge already stands for (members of a LAG). */
  readonly links?: number;
}

export interface Graph {
  readonly title: string;
  readonly direction?: DiagramGraph['direction'];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Titles of groups; a group without one is called by its id. */
  readonly groups?: Readonly<Record<string, string>>;
}

/**
 * One picture. Parallel links become one edge that says how many there are; with more than 40 nodes, nodes with the
 * same neighbours are drawn as one with their number, then whole groups, the largest first. Nodes keep their order.
 * Edges to nodes that are not in the graph are left out. An empty graph has no picture: it is an empty list.
 */
export function diagram(graph: Graph): readonly Block[] {
  if (graph.nodes.length === 0) return [];
  return [draw(collapse(graph))];
}

/**
 * As many pictures as it takes: one if it fits, else an overview with every group collapsed, and a picture of each
 * group with its neighbours. Groups with nothing to show beyond the overview are left out.
 */
export function diagrams(graph: Graph): readonly Block[] {
  if (graph.nodes.length <= maxNodes) return diagram(graph);
  const groups = groupIds(graph);
  if (groups.length < 2) return diagram(graph);
  const overview = draw(collapse(collapseGroups(graph, new Set(groups))));
  const details = groups.flatMap((group) => {
    const members = graph.nodes.filter((node) => node.group === group);
    if (members.length < 2) return [];
    const own = new Set(members.map((node) => node.id));
    const near = new Set<string>();
    for (const edge of graph.edges) {
      if (own.has(edge.from)) near.add(edge.to);
      if (own.has(edge.to)) near.add(edge.from);
    }
    const others = new Set(
      graph.nodes
        .filter((node) => !own.has(node.id) && node.group !== undefined)
        .map((node) => node.group ?? ''),
    );
    const part: Graph = {
      ...graph,
      title: `${graph.title}: ${titleOf(graph, group)}`,
      nodes: graph.nodes.filter((node) => own.has(node.id) || near.has(node.id)),
      edges: graph.edges.filter((edge) => own.has(edge.from) || own.has(edge.to)),
    };
    return [draw(collapse(part.nodes.length > maxNodes ? collapseGroups(part, others) : part))];
  });
  return [overview, ...details];
}

function groupIds(graph: Graph): string[] {
  return [...new Set(graph.nodes.flatMap((node) => (node.group === undefined ? [] : [node.group])))];
}

function titleOf(graph: Graph, group: string): string {
  // A group may be called `__proto__`: only what the graph itself names is a title.
  const { groups = {} } = graph;
  return Object.hasOwn(groups, group) ? (groups[group] ?? group) : group;
}

/** A graph in which nodes may stand for several; `size` is how many. */
type Collapsed = Omit<Graph, 'nodes'> & {
  readonly nodes: readonly (GraphNode & { readonly size?: number })[];
};

function collapse(graph: Collapsed): Collapsed {
  let current = graph;
  if (current.nodes.length > maxNodes) current = collapseAlike(current);
  if (current.nodes.length > maxNodes) {
    const sizes = new Map<string, number>();
    for (const node of current.nodes) {
      if (node.group !== undefined) sizes.set(node.group, (sizes.get(node.group) ?? 0) + 1);
    }
    const largestFirst = [...sizes].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    const chosen = new Set<string>();
    let left = current.nodes.length;
    for (const [group, size] of largestFirst) {
      if (left <= maxNodes) break;
      chosen.add(group);
      left -= size - 1;
    }
    current = collapseGroups(current, chosen);
  }
  return current.nodes.length > maxNodes ? keepMostConnected(current) : current;
}

/** Nodes of one group, shape and noun that hang on exactly the same others become one. */
function collapseAlike(graph: Collapsed): Collapsed {
  const neighbours = new Map<string, Set<string>>();
  const note = (a: string, b: string) => {
    const set = neighbours.get(a);
    if (set) set.add(b);
    else neighbours.set(a, new Set([b]));
  };
  for (const edge of graph.edges) {
    note(edge.from, `>${edge.directed === true ? '>' : ''}${edge.to}`);
    note(edge.to, `>${edge.directed === true ? '<' : ''}${edge.from}`);
  }
  return merge(graph, (node) =>
    JSON.stringify([
      node.group ?? '',
      node.shape ?? '',
      node.noun?.[1] ?? '',
      [...(neighbours.get(node.id) ?? [])].toSorted(),
    ]),
  );
}

function collapseGroups(graph: Collapsed, groups: ReadonlySet<string>): Collapsed {
  return merge(
    graph,
    (node) =>
      node.group !== undefined && groups.has(node.group) ? `group ${node.group}` : `node ${node.id}`,
    (members) => titleOf(graph, members[0]?.group ?? ''),
  );
}

/** Makes one node of all that share a key; the first one's place in the order is kept. */
function merge(
  graph: Collapsed,
  keyOf: (node: GraphNode) => string,
  title?: (members: readonly GraphNode[]) => string,
): Collapsed {
  const members = new Map<string, (GraphNode & { size?: number })[]>();
  for (const node of graph.nodes) {
    const key = keyOf(node);
    const others = members.get(key);
    if (others) others.push(node);
    else members.set(key, [node]);
  }
  const standsFor = new Map<string, string>();
  const nodes = [...members.values()].map((together) => {
    const [first] = together;
    if (first === undefined || together.length === 1) return together;
    const id = `${first.id}\u0000+`;
    for (const node of together) standsFor.set(node.id, id);
    const size = together.reduce((sum, node) => sum + (node.size ?? 1), 0);
    const [, many] = first.noun ?? ['', 'objects'];
    const uniform = together.every((node) => node.noun?.[1] === first.noun?.[1]);
    const what = `${size} ${uniform ? many : 'objects'}`;
    const label = title === undefined ? what : `${title(together)}: ${what}`;
    const worst = worstOf(together);
    return [
      {
        id,
        label,
        shape: 'stack' as const,
        size,
        ...(first.noun === undefined ? {} : { noun: first.noun }),
        ...(title === undefined && first.group !== undefined ? { group: first.group } : {}),
        ...(worst === undefined ? {} : { severity: worst }),
      },
    ];
  });
  const end = (id: string) => standsFor.get(id) ?? id;
  return {
    ...graph,
    nodes: nodes.flat(),
    edges: graph.edges
      .map((edge) => ({ ...edge, from: end(edge.from), to: end(edge.to) }))
      .filter((edge) => edge.from !== edge.to),
  };
}

function worstOf(nodes: readonly GraphNode[]): Severity | undefined {
  const rank = { critical: 0, warning: 1, info: 2 };
  return nodes
    .flatMap((node) => (node.severity === undefined ? [] : [node.severity]))
    .toSorted((a, b) => rank[a] - rank[b])[0];
}

function keepMostConnected(graph: Collapsed): Collapsed {
  const degree = new Map<string, number>();
  for (const edge of graph.edges) {
    for (const id of [edge.from, edge.to]) degree.set(id, (degree.get(id) ?? 0) + 1);
  }
  const kept = new Set(
    graph.nodes
      .map((node, order) => ({ node, order, degree: degree.get(node.id) ?? 0 }))
      .toSorted((a, b) => b.degree - a.degree || a.order - b.order)
      .slice(0, maxNodes - 1)
      .map(({ node }) => node.id),
  );
  return merge(
    graph,
    (node) => (kept.has(node.id) ? `node ${node.id}` : 'rest'),
    () => 'and further',
  );
}

function draw(graph: Collapsed): Block {
  const ids = new Map(graph.nodes.map((node, i) => [node.id, `n${i}`]));
  const groups = groupIds(graph);
  const groupIdOf = new Map(groups.map((group, i) => [group, `g${i}`]));
  const { edges, shared } = sayOnce(joinParallel(graph.edges, ids));
  const model: DiagramGraph = {
    direction: graph.direction ?? 'down',
    nodes: graph.nodes.map((node, i) => ({
      id: `n${i}`,
      label: plain(node.label),
      shape: node.shape ?? 'box',
      ...(node.group === undefined ? {} : { group: groupIdOf.get(node.group) ?? 'g0' }),
      ...(node.severity === undefined ? {} : { severity: node.severity }),
      ...(node.entity === undefined ? {} : { entity: node.entity }),
    })),
    groups: groups.map((group) => ({
      id: groupIdOf.get(group) ?? 'g0',
      label: plain(titleOf(graph, group)),
    })),
    edges,
  };
  return {
    t: 'diagram',
    title: shared === undefined ? plain(graph.title) : `${plain(graph.title)} (every link: ${shared})`,
    mermaid: mermaid(model),
    description: describe(model),
    graph: model,
  };
}

type Edge = DiagramGraph['edges'][number];

function joinParallel(edges: readonly GraphEdge[], ids: ReadonlyMap<string, string>): Edge[] {
  const order = new Map([...ids.values()].map((id, i) => [id, i]));
  const joined = new Map<string, { edge: Edge; labels: Set<string> }>();
  for (const edge of edges) {
    const ends = [ids.get(edge.from), ids.get(edge.to)];
    const [from, to] = ends;
    if (from === undefined || to === undefined) continue;
    const directed = edge.directed === true;
    const swap = !directed && (order.get(from) ?? 0) > (order.get(to) ?? 0);
    const [a, b] = swap ? [to, from] : [from, to];
    const key = `${a} ${directed ? '>' : '-'} ${b}`;
    const known = joined.get(key);
    const links = (known?.edge.links ?? 0) + (edge.links ?? 1);
    const labels = known?.labels ?? new Set<string>();
    if (edge.label !== undefined && edge.label !== '') labels.add(plain(edge.label));
    joined.set(key, { edge: { from: a, to: b, directed, links }, labels });
  }
  return [...joined.values()]
    .map(({ edge, labels }): Edge => {
      const [label] = labels;
      return labels.size === 1 && label !== undefined ? { ...edge, label } : edge;
    })
    .toSorted(
      (a, b) =>
        (order.get(a.from) ?? 0) - (order.get(b.from) ?? 0) ||
        (order.get(a.to) ?? 0) - (order.get(b.to) ?? 0),
    );
}

/** What is the same on every edge of a picture is said once, in its title, and not on each of them. */
function sayOnce(edges: readonly Edge[]): { edges: readonly Edge[]; shared?: string } {
  const shared = edges[0]?.label;
  if (shared === undefined || edges.length < 2 || edges.some(({ label }) => label !== shared))
    return { edges };
  return { edges: edges.map(({ from, to, directed, links }) => ({ from, to, directed, links })), shared };
}

/** The text on an edge: how many links it is, and what they are. */
export function edgeText(edge: Edge): string {
  return [edge.links > 1 ? `${edge.links}×` : '', edge.label ?? ''].filter((part) => part !== '').join(' ');
}

const brackets: Record<DiagramShape, readonly [string, string]> = {
  box: ['[', ']'],
  round: ['(', ')'],
  cylinder: ['[(', ')]'],
  hexagon: ['{{', '}}'],
  stack: ['[[', ']]'],
};

function mermaid(graph: DiagramGraph): string {
  const node = (one: DiagramGraph['nodes'][number]) => {
    const [open, close] = brackets[one.shape];
    const mark = one.severity === undefined ? '' : `:::${one.severity}`;
    return `${one.id}${open}"${quote(one.label)}"${close}${mark}`;
  };
  const lines = [`flowchart ${graph.direction === 'down' ? 'TD' : 'LR'}`];
  for (const group of graph.groups) {
    lines.push(
      `  subgraph ${group.id}["${quote(group.label)}"]`,
      ...graph.nodes.filter((one) => one.group === group.id).map((one) => `    ${node(one)}`),
      '  end',
    );
  }
  lines.push(...graph.nodes.filter((one) => one.group === undefined).map((one) => `  ${node(one)}`));
  for (const edge of graph.edges) {
    const line = edge.directed ? (edge.links > 1 ? '==>' : '-->') : edge.links > 1 ? '===' : '---';
    const text = edgeText(edge);
    lines.push(`  ${edge.from} ${line}${text === '' ? '' : `|"${quote(text)}"|`} ${edge.to}`);
  }
  const used = new Set(graph.nodes.map((one) => one.severity));
  if (used.has('critical')) lines.push('  classDef critical stroke:#c62828,stroke-width:3px');
  if (used.has('warning'))
    lines.push('  classDef warning stroke:#b26a00,stroke-width:3px,stroke-dasharray:6 3');
  if (used.has('info')) lines.push('  classDef info stroke:#1565c0,stroke-width:2px');
  return lines.join('\n');
}

/**
 * Names come from the infrastructure and may contain anything. Letters, digits and a few harmless signs stay;
 * everything else becomes Mermaid's `#code;`, so that no name can end a label, start a directive or a tag.
 */
function quote(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} _.:,/+×()-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}

const longest = 60;

/** One line without control and direction-changing characters, at most 60 characters, the middle left out. */
function plain(text: string): string {
  const clean = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\uFFFD]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (clean === '') return '(no name)';
  const signs = Array.from(clean);
  return signs.length <= longest
    ? clean
    : `${signs.slice(0, longest - 20).join('')}…${signs.slice(-19).join('')}`;
}

function describe(graph: DiagramGraph): string {
  const labels = new Map(graph.nodes.map((node) => [node.id, node.label]));
  const lines: string[] = [];
  for (const group of graph.groups) {
    const members = graph.nodes.filter((node) => node.group === group.id).map((node) => node.label);
    lines.push(`${group.label} contains ${members.join(', ')}.`);
  }
  const alone = graph.nodes.filter((node) => node.group === undefined).map((node) => node.label);
  if (alone.length > 0)
    lines.push(`${graph.groups.length === 0 ? 'Shown are' : 'Also shown are'} ${alone.join(', ')}.`);
  const from = new Map<string, string[]>();
  for (const edge of graph.edges) {
    const detail = [edge.links > 1 ? count(edge.links, 'link') : '', edge.label ?? '']
      .filter((part) => part !== '')
      .join(', ');
    const text = `${labels.get(edge.to) ?? edge.to}${detail === '' ? '' : ` (${detail})`}`;
    const key = `${labels.get(edge.from) ?? edge.from} ${edge.directed ? 'leads to' : 'is connected to'}`;
    const targets = from.get(key);
    if (targets) targets.push(text);
    else from.set(key, [text]);
  }
  for (const [key, targets] of from) lines.push(`${key} ${targets.join(', ')}.`);
  const marked = graph.nodes.filter((node) => node.severity !== undefined);
  if (marked.length > 0) {
    lines.push(`Findings: ${marked.map((node) => `${node.label} ${node.severity}`).join(', ')}.`);
  }
  return lines.join(' ');
}
