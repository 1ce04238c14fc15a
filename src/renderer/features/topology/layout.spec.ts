import { describe, expect, test } from 'vitest';
import type { TopologyEdge, TopologyNode } from '../../../shared/contract/topology.ts';
import { elkInput, readLayout, type Layout } from './layout.ts';
import { toggled } from './view-state.ts';
import { walk } from './walk.ts';

function someNode(id: string, more: Partial<TopologyNode> = {}): TopologyNode {
  return {
    id,
    type: 'entity',
    kind: 'host',
    name: id,
    simulated: false,
    framed: false,
    open: false,
    canOpen: false,
    count: 0,
    folded: [],
    findings: { critical: 0, warning: 0, info: 0 },
    ...more,
  };
}

function someEdge(from: string, to: string, type = 'runs-on'): TopologyEdge {
  return { id: `${from}>${to}`, from, to, type, count: 1 };
}

const frame = (id: string, within?: string) =>
  someNode(id, {
    kind: 'cluster',
    framed: true,
    open: true,
    canOpen: true,
    ...(within !== undefined && { frame: within }),
  });

describe('what elk is asked', () => {
  test('nodes stand in their frames, frames in theirs', () => {
    const input = elkInput(
      [frame('site'), frame('rack', 'site'), someNode('a', { frame: 'rack' }), someNode('b')],
      [],
      1,
      'RIGHT',
    );
    expect(input.children?.map(({ id }) => id)).toEqual(['site', 'b']);
    expect(input.children?.[0]?.children?.[0]?.children?.map(({ id }) => id)).toEqual(['a']);
  });

  test('an edge counts where its ends part, once however many there are', () => {
    const input = elkInput(
      [
        frame('x'),
        frame('y'),
        someNode('a', { frame: 'x' }),
        someNode('b', { frame: 'x' }),
        someNode('c', { frame: 'y' }),
      ],
      [someEdge('a', 'c'), someEdge('b', 'c'), someEdge('a', 'b')],
      1,
      'RIGHT',
    );
    expect(input.edges?.map(({ sources, targets }) => [sources[0], targets[0]])).toEqual([['x', 'y']]);
    expect(input.children?.[0]?.edges).toHaveLength(1);
  });

  test('a frame that names one that is not shown stands by itself', () => {
    const input = elkInput([someNode('a', { frame: 'nowhere' })], [someEdge('a', 'gone')], 1, 'RIGHT');
    expect(input.children?.map(({ id }) => id)).toEqual(['a']);
    expect(input.edges).toEqual([]);
  });

  test('links between equals order nothing', () => {
    expect(
      elkInput([someNode('a'), someNode('b')], [someEdge('a', 'b', 'linked-with')], 1, 'RIGHT').edges,
    ).toEqual([]);
  });
});

test('places within frames are known from the corner of the picture too', () => {
  const layout = readLayout(
    {
      id: '',
      width: 500,
      height: 300,
      children: [
        {
          id: 'f',
          x: 10,
          y: 20,
          width: 200,
          height: 100,
          children: [{ id: 'a', x: 5, y: 40, width: 9, height: 9 }],
        },
      ],
    },
    'RIGHT',
  );
  expect(layout.places.get('a')).toMatchObject({ x: 5, y: 40, left: 15, top: 60 });
});

describe('arrow keys', () => {
  const at = (left: number, top: number) => ({ x: left, y: top, left, top, width: 100, height: 40 });
  const layout: Layout = {
    direction: 'RIGHT',
    width: 600,
    height: 400,
    places: new Map([
      ['a', at(0, 0)],
      ['b', at(0, 100)],
      ['near', at(200, 0)],
      ['needed', at(200, 200)],
    ]),
  };
  const edges = [someEdge('a', 'needed'), someEdge('b', 'needed')];

  test('lead along dependencies first, not to what merely stands there', () => {
    expect(walk('a', 'right', edges, layout)).toBe('needed');
    expect(walk('needed', 'left', edges, layout)).toBe('b');
  });

  test('lead to what stands there where no dependency does', () => {
    expect(walk('a', 'right', [], layout)).toBe('near');
    expect(walk('a', 'down', edges, layout)).toBe('b');
    expect(walk('a', 'up', edges, layout)).toBeUndefined();
  });

  test('follow dependencies down in a picture from top to bottom', () => {
    expect(walk('a', 'down', edges, { ...layout, direction: 'DOWN' })).toBe('needed');
  });
});

describe('opening and closing', () => {
  test('what opened by itself is kept closed; what was opened by hand is just not opened any more', () => {
    expect(toggled({ expanded: [], collapsed: [] }, 'x', true)).toEqual({ expanded: [], collapsed: ['x'] });
    expect(toggled({ expanded: ['x'], collapsed: [] }, 'x', true)).toEqual({ expanded: [], collapsed: [] });
  });

  test('opening takes a closing back', () => {
    expect(toggled({ expanded: [], collapsed: ['x'] }, 'x', false)).toEqual({
      expanded: ['x'],
      collapsed: [],
    });
  });
});
