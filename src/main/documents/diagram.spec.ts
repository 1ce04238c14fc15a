import { describe, expect, test } from 'vitest';
import type { Block } from '../../shared/model/block.ts';
import { diagram, diagrams, maxNodes, type Graph } from './diagram.ts';

type Diagram = Extract<Block, { t: 'diagram' }>;
const only = (graph: Graph): Diagram => diagram(graph)[0] as Diagram;
const graphOf = (graph: Graph) => only(graph).graph ?? expect.fail('a diagram has a graph');

describe('links', () => {
  test('in both directions are one undirected edge, parallel ones are counted', () => {
    const { edges } = graphOf({
      title: 'L2',
      nodes: [
        { id: 'a', label: 'sw1' },
        { id: 'b', label: 'sw2' },
      ],
      edges: [
        { from: 'a', to: 'b', label: '25 Gbit/s' },
        { from: 'b', to: 'a', label: '25 Gbit/s' },
        { from: 'b', to: 'a', label: '25 Gbit/s', links: 2 },
      ],
    });
    expect(edges).toEqual([{ from: 'n0', to: 'n1', directed: false, links: 4, label: '25 Gbit/s' }]);
  });

  test('that are all of one sort say so once, in the title', () => {
    const nodes = ['a', 'b', 'c'].map((id) => ({ id, label: id }));
    const edges = [
      { from: 'a', to: 'b', label: 'pods', links: 3 },
      { from: 'a', to: 'c', label: 'pods' },
    ];
    const { title, mermaid, graph } = only({ title: 'Placement', nodes, edges });
    expect(title).toBe('Placement (every link: pods)');
    expect(mermaid).not.toContain('pods');
    expect(mermaid).toContain('"3×"');
    expect(graph?.edges.some(({ label }) => label !== undefined)).toBe(false);
    const mixed = graphOf({ title: 'x', nodes, edges: [...edges, { from: 'b', to: 'c' }] });
    expect(mixed.edges.map(({ label }) => label)).toEqual(['pods', 'pods', undefined]);
  });

  test('that are directed keep their direction, and both may stand', () => {
    const { edges } = graphOf({
      title: 'x',
      nodes: [
        { id: 'a', label: 'a' },
        { id: 'b', label: 'b' },
      ],
      edges: [
        { from: 'b', to: 'a', directed: true },
        { from: 'a', to: 'b', directed: true },
      ],
    });
    expect(edges.map((edge) => `${edge.from}>${edge.to}`)).toEqual(['n0>n1', 'n1>n0']);
  });

  test('to nodes that are not drawn are left out', () => {
    expect(
      graphOf({ title: 'x', nodes: [{ id: 'a', label: 'a' }], edges: [{ from: 'a', to: 'gone' }] }).edges,
    ).toEqual([]);
  });
});

test('a hostile name stays a name', () => {
  const { mermaid } = only({
    title: 'x',
    nodes: [{ id: 'a', label: '"]; click n0 "javascript:alert(1)" %%{init: {}}%% <b>`' }],
    edges: [],
  });
  expect(mermaid.split('\n')).toHaveLength(2);
  expect(mermaid.split('\n')[1]).toMatch(/^ {2}n0\["[^"<>%{}`;[\]]*(#\d+;[^"<>%{}`[\]]*)*"\]$/);
});

test('no nodes, no picture', () => {
  expect(diagram({ title: 'x', nodes: [], edges: [] })).toEqual([]);
});

describe('with more nodes than can be read', () => {
  const hosts = (n: number, group?: string): Graph['nodes'] =>
    Array.from({ length: n }, (_, i) => ({
      id: `${group ?? ''}h${i}`,
      label: `host ${i}`,
      noun: ['host', 'hosts'] as const,
      ...(group === undefined ? {} : { group }),
    }));

  test('nodes that hang on the same others become one with their number', () => {
    const graph = graphOf({
      title: 'x',
      nodes: [{ id: 'sw', label: 'switch' }, ...hosts(50)],
      edges: hosts(50).map((host) => ({ from: host.id, to: 'sw' })),
    });
    expect(graph.nodes.map((node) => node.label)).toEqual(['switch', '50 hosts']);
    expect(graph.edges).toEqual([{ from: 'n0', to: 'n1', directed: false, links: 50 }]);
  });

  test('the largest groups collapse first', () => {
    const nodes = [...hosts(30, 'big'), ...hosts(15, 'small')];
    const graph = graphOf({
      title: 'x',
      nodes,
      edges: nodes.map((node, i) => ({ from: node.id, to: nodes[(i * 7 + 1) % nodes.length]?.id ?? '' })),
      groups: { big: 'Big one' },
    });
    expect(graph.nodes).toHaveLength(16);
    expect(graph.nodes[0]).toMatchObject({ label: 'Big one: 30 hosts', shape: 'stack' });
  });

  test('without groups the most connected stay, and the rest is counted', () => {
    const nodes = hosts(60);
    const graph = graphOf({
      title: 'x',
      nodes,
      edges: nodes.flatMap((node, i) =>
        [1, i % 5].map((step) => ({ from: node.id, to: nodes[(i + step + 1) % 60]?.id ?? '' })),
      ),
    });
    expect(graph.nodes).toHaveLength(maxNodes);
    expect(graph.nodes.at(-1)?.label ?? '').toMatch(/hosts$|host \d+$/);
    expect(graph.nodes.some((node) => node.label === 'and further: 21 hosts')).toBe(true);
  });

  test('several pictures: an overview, and each group with its neighbours', () => {
    const nodes = [...hosts(30, 'a'), ...hosts(30, 'b')];
    const blocks = diagrams({
      title: 'Layer 2',
      nodes,
      edges: Array.from({ length: 30 }, (_, i) => ({ from: `ah${i}`, to: `bh${(i * 3) % 30}` })),
      groups: { a: 'Site A', b: 'Site B' },
    }) as readonly Diagram[];
    expect(blocks.map((block) => block.title)).toEqual(['Layer 2', 'Layer 2: Site A', 'Layer 2: Site B']);
    expect(blocks[0]?.graph?.nodes.map((node) => node.label)).toEqual([
      'Site A: 30 hosts',
      'Site B: 30 hosts',
    ]);
    for (const block of blocks) expect(block.graph?.nodes.length).toBeLessThanOrEqual(maxNodes);
  });
});

test('the description says the same in words', () => {
  expect(
    only({
      title: 'x',
      nodes: [
        { id: 'a', label: 'esx-1', group: 'c' },
        { id: 'b', label: 'ds-1', severity: 'critical' },
      ],
      edges: [{ from: 'a', to: 'b', directed: true, links: 2 }],
      groups: { c: 'prod-a' },
    }).description,
  ).toBe(
    'prod-a contains esx-1. Also shown are ds-1. esx-1 leads to ds-1 (2 links). Findings: ds-1 critical.',
  );
});
