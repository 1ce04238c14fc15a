import { act, renderHook, waitFor } from '@testing-library/react';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { usePicture, type TopologyGraph } from './use-picture.ts';

/** One below the other, a hundred apart. */
const layOut = vi.hoisted(() => vi.fn<(input: ElkNode) => Promise<ElkNode>>());
vi.mock('./elk-worker.ts', () => ({ layOut }));

beforeEach(() => {
  layOut.mockReset();
  layOut.mockImplementation(async (input) => ({
    ...input,
    width: 208,
    height: 1_000,
    children: (input.children ?? []).map((child, i) => ({ ...child, x: 0, y: i * 100 })),
  }));
});

function graphOf(names: readonly string[], more: object = {}): TopologyGraph {
  return {
    at: '2026-11-23T12:00:00.000Z',
    lens: 'everything',
    nodes: names.map((name) => ({
      id: name,
      type: 'entity',
      kind: 'host',
      name,
      simulated: false,
      framed: false,
      open: false,
      canOpen: false,
      count: 0,
      folded: [],
      findings: { critical: 0, warning: 0, info: 0 },
      ...more,
    })),
    edges: [],
    total: names.length,
    shown: names.length,
    limited: false,
    truncated: false,
  } as unknown as TopologyGraph;
}

interface Props {
  readonly graph: TopologyGraph | undefined;
  readonly question: string;
  readonly subject: string;
  readonly anchor?: string;
}

async function drawn(graph: TopologyGraph) {
  const initialProps: Props = { graph, question: 'q', subject: 's' };
  const hook = renderHook(
    ({ graph, question, subject, anchor }: Props) => usePicture(graph, question, subject, anchor),
    { initialProps },
  );
  await waitFor(() => expect(hook.result.current.picture).toBeDefined());
  const names = () => hook.result.current.picture?.nodes.map(({ name }) => name);
  return { ...hook, names };
}

describe('what changes by itself', () => {
  it('is shown in place where only states and findings differ: nothing is laid out anew', async () => {
    const { result, rerender } = await drawn(graphOf(['a', 'b']));
    const { layout } = result.current.picture ?? {};
    rerender({ graph: graphOf(['a', 'b'], { severity: 'critical' }), question: 'q', subject: 's' });
    await waitFor(() => expect(result.current.picture?.nodes[0]?.severity).toBe('critical'));
    expect(result.current.picture?.layout).toBe(layout);
    expect(result.current.waiting).toBeUndefined();
    expect(layOut).toHaveBeenCalledTimes(1);
  });

  it('waits where there are other things: what is there does not move until it is asked for', async () => {
    const { result, rerender, names } = await drawn(graphOf(['a', 'b']));
    rerender({ graph: graphOf(['b', 'c', 'd']), question: 'q', subject: 's' });
    await waitFor(() => expect(result.current.waiting).toEqual({ came: 2, went: 1 }));
    expect(names()).toEqual(['a', 'b']);
    act(() => result.current.apply());
    await waitFor(() => expect(names()).toEqual(['b', 'c', 'd']));
    expect(result.current.waiting).toBeUndefined();
  });
});

describe('what is asked for', () => {
  it('is drawn at once, and what was opened stays where it was', async () => {
    const { result, rerender, names } = await drawn(graphOf(['a', 'b']));
    rerender({ graph: graphOf(['new', 'a', 'b']), question: 'q2', subject: 's', anchor: 'b' });
    await waitFor(() => expect(names()).toEqual(['new', 'a', 'b']));
    const { layout, shift, turn } = result.current.picture ?? {};
    // It stood at 100, and stands at 200 in the new layout.
    expect((layout?.places.get('b')?.top ?? 0) + (shift?.y ?? 0)).toBe(100);
    expect(turn).toBe(1);
  });

  it('of another subject is another picture, fitted into the window', async () => {
    const { result, rerender, names } = await drawn(graphOf(['a']));
    rerender({ graph: graphOf(['z']), question: 'q3', subject: 'other' });
    await waitFor(() => expect(names()).toEqual(['z']));
    expect(result.current.picture).toMatchObject({ shift: { x: 0, y: 0 }, turn: 2 });
  });
});

it('says that the layout failed', async () => {
  layOut.mockRejectedValue(new Error('no worker'));
  const graph = graphOf(['a']);
  const { result } = renderHook(() => usePicture(graph, 'q', 's', undefined));
  await waitFor(() => expect(result.current.failed).toBe(true));
});

it('a chain that is far wider than the window leads down instead', async () => {
  layOut.mockImplementation(async (input) =>
    input.layoutOptions?.['elk.direction'] === 'DOWN'
      ? { ...input, width: 300, height: 900 }
      : { ...input, width: 9_000, height: 100 },
  );
  const graph = graphOf(['a']);
  const { result } = renderHook(() => usePicture(graph, 'q', 's', undefined));
  await waitFor(() => expect(result.current.picture?.layout.direction).toBe('DOWN'));
});
