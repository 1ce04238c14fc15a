import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../../../test/support/property.ts';
import type { DiagramGraph } from '../../../shared/model/block.ts';
import { diagram, type Graph } from '../diagram.ts';
import { graphSvg } from './svg.ts';
import { layoutGraph, type Box, type Point } from './svg-layout.ts';

const context = { entity: () => ({}), document: () => undefined, anchors: false };

function graphOf(graph: Graph): DiagramGraph {
  const [block] = diagram(graph);
  if (block?.t !== 'diagram' || block.graph === undefined) throw new Error('no diagram was built');
  return block.graph;
}

const graphs = fc
  .record({
    direction: fc.constantFrom('down' as const, 'right' as const),
    nodes: fc.array(
      fc.record({ name: fc.integer({ min: 1, max: 24 }), group: fc.integer({ min: 0, max: 4 }) }),
      {
        minLength: 1,
        maxLength: 18,
      },
    ),
    edges: fc.array(
      fc.record({
        from: fc.nat(17),
        to: fc.nat(17),
        label: fc.constantFrom('', 'LAG', 'a longer label'),
        directed: fc.boolean(),
      }),
      { maxLength: 26 },
    ),
  })
  .map(({ direction, nodes, edges }): DiagramGraph => {
    const graph = graphOf({
      title: 'x',
      direction,
      nodes: nodes.map(({ name, group }, i) => ({
        id: `${i}`,
        label: 'n'.repeat(name),
        ...(group === 0 ? {} : { group: `group ${group}` }),
      })),
      edges: edges.map(({ from, to, ...edge }) => ({
        ...edge,
        from: `${from % nodes.length}`,
        to: `${to % nodes.length}`,
      })),
    });
    return graph;
  });

describe('any graph is laid out', () => {
  const runs = { numRuns: propertyRuns(60, 200) };

  test('with every node in the picture, none over another', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const layout = layoutGraph(graph);
        const boxes = [...layout.nodes.values()];
        const picture = { x: 0, y: 0, width: layout.width, height: layout.height };
        expect(boxes).toHaveLength(graph.nodes.length);
        expect(boxes.filter((box) => !inside(box, picture))).toEqual([]);
        expect(boxes.filter((box, i) => boxes.slice(i + 1).some((other) => meet(box, other)))).toEqual([]);
      }),
      runs,
    );
  });

  test('with frames around their nodes', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { nodes, groups } = layoutGraph(graph);
        expect(groups.size).toBe(graph.groups.length);
        const outside = graph.nodes.filter(({ id, group }) => {
          const box = nodes.get(id);
          const frame = groups.get(group ?? '');
          return group !== undefined && !(box && frame && inside(box, frame));
        });
        expect(outside).toEqual([]);
      }),
      runs,
    );
  });

  test('with links from side to side that go through no other node', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const layout = layoutGraph(graph);
        expect(layout.edges.filter(({ points }) => points.length < 2)).toEqual([]);
        const through = graph.edges.flatMap((edge, i) => {
          const points = layout.edges[i]?.points ?? [];
          if (edge.from === edge.to) return [];
          return [...layout.nodes].filter(
            ([id, box]) =>
              id !== edge.from &&
              id !== edge.to &&
              points.slice(1).some((point, k) => crosses(points[k] ?? point, point, box)),
          );
        });
        expect(through).toEqual([]);
      }),
      runs,
    );
  });

  test('the same every time', () => {
    const draw = (graph: DiagramGraph) => graphSvg(graph, 'x', 'y', context);
    fc.assert(
      fc.property(graphs, (graph) => {
        expect(draw(graph)).toBe(draw(graph));
      }),
      runs,
    );
  });
});

test('a picture too wide for a page is laid out the other way', () => {
  const hosts = Array.from({ length: 30 }, (_, i) => ({ id: `h${i}`, label: `a host with a name ${i}` }));
  const graph = graphOf({
    title: 'x',
    nodes: [{ id: 's', label: 'switch' }, ...hosts],
    edges: hosts.map(({ id }) => ({ from: 's', to: id })),
  });
  const layout = layoutGraph(graph);
  expect(layout.direction).toBe('right');
  expect(layout.width).toBeLessThan(1100);
});

function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function inside(box: Box, frame: Box): boolean {
  return (
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.width <= frame.x + frame.width &&
    box.y + box.height <= frame.y + frame.height
  );
}

/** A bend stays within its two ends and lies between layers: what counts is the stretch that it spans. */
function crosses(from: Point, to: Point, box: Box): boolean {
  const rim = 0.01;
  return meet(
    {
      x: Math.min(from.x, to.x) + rim,
      y: Math.min(from.y, to.y) + rim,
      width: Math.max(0, Math.abs(to.x - from.x) - 2 * rim),
      height: Math.max(0, Math.abs(to.y - from.y) - 2 * rim),
    },
    box,
  );
}
