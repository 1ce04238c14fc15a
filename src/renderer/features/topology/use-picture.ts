import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { useEffect, useRef, useState } from 'react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { Picture } from './graph-canvas.tsx';
import { elkInput, readLayout, type Layout, type LayoutDirection } from './layout.ts';

export type TopologyGraph = OutputOf<'topology.graph'>;

export interface Drawn {
  /** Absent while the first layout is under way. */
  readonly picture: Picture | undefined;
  readonly isLayingOut: boolean;
  readonly failed: boolean;
  /** What is known now differs in what there is, not only in how it is. */
  readonly waiting: { readonly came: number; readonly went: number } | undefined;
  readonly apply: () => void;
}

interface State {
  /** What was asked when this was drawn. */
  readonly question: string;
  readonly graph: TopologyGraph;
  readonly layout: Layout;
  readonly shift: { readonly x: number; readonly y: number };
  readonly turn: number;
}

/**
 * The picture of a graph. What the operator asks is drawn at once; what changes by itself never moves what is there:
 * states and findings change in place, and for anything else `waiting` says what drawing again would bring.
 * @param question What was asked; of the same `subject` the picture stays where it is when more of it is shown.
 * @param anchor What was opened or closed last: it stays where it was.
 */
export function usePicture(
  graph: TopologyGraph | undefined,
  question: string,
  subject: string,
  anchor: string | undefined,
): Drawn {
  const [state, setState] = useState<State>();
  const [isLayingOut, setLayingOut] = useState(false);
  const [failed, setFailed] = useState(false);
  const [accepted, setAccepted] = useState<TopologyGraph>();
  const drawnSubject = useRef('');
  const drawnDirection = useRef<LayoutDirection>(undefined);

  const asked = state === undefined || state.question !== question;
  const sameShape = state !== undefined && graph !== undefined && shapeOf(graph) === shapeOf(state.graph);
  const mustDraw = graph !== undefined && !sameShape && (asked || accepted === graph);

  useEffect(() => {
    if (!mustDraw || graph === undefined) return;
    let wanted = true;
    void (async () => {
      setLayingOut(true);
      setFailed(false);
      try {
        const { layOut } = await import('./elk-worker.ts');
        const before = drawnSubject.current === subject ? drawnDirection.current : undefined;
        const layout = await bestLayout(graph, layOut, before);
        if (!wanted) return;
        drawnDirection.current = layout.direction;
        setState((before) => {
          const stays = before !== undefined && drawnSubject.current === subject;
          drawnSubject.current = subject;
          return {
            question,
            graph,
            layout,
            shift: stays ? shiftOf(before, layout, anchor) : { x: 0, y: 0 },
            turn: stays ? before.turn : (before?.turn ?? 0) + 1,
          };
        });
      } catch {
        if (wanted) setFailed(true);
      } finally {
        if (wanted) setLayingOut(false);
      }
    })();
    return () => {
      wanted = false;
    };
  }, [mustDraw, graph, question, subject, anchor]);

  // The same things in the same places: only how they are is new.
  useEffect(() => {
    if (!sameShape || graph === undefined) return;
    setState((before) => before && { ...before, question, graph });
  }, [sameShape, graph, question]);

  const shown = state && { ...state, nodes: state.graph.nodes, edges: state.graph.edges };
  const waiting =
    state && graph && !sameShape && !asked && accepted !== graph ? difference(state.graph, graph) : undefined;
  return {
    picture: shown,
    isLayingOut,
    failed,
    waiting,
    apply: () => setAccepted(graph),
  };
}

/** Of a chain that is much wider than the window, the one from top to bottom is the larger picture. */
async function bestLayout(
  graph: TopologyGraph,
  layOut: (input: ElkNode) => Promise<ElkNode>,
  direction: LayoutDirection | undefined,
): Promise<Layout> {
  const aspect = aspectOf(window);
  const lay = async (wanted: LayoutDirection) =>
    readLayout(await layOut(elkInput(graph.nodes, graph.edges, aspect, wanted)), wanted);
  if (direction !== undefined) return lay(direction);
  const right = await lay('RIGHT');
  if (right.width < 1.8 * aspect * right.height || right.width < innerWidth) return right;
  const down = await lay('DOWN');
  const scale = ({ width, height }: Layout) => Math.min(aspect / width, 1 / height);
  return scale(down) > scale(right) ? down : right;
}

/** So that what was opened or closed stays under the pointer. */
function shiftOf(before: State, layout: Layout, anchor: string | undefined): State['shift'] {
  const old = before.layout.places.get(anchor ?? '');
  const now = layout.places.get(anchor ?? '');
  if (!old || !now) return before.shift;
  return { x: old.left + before.shift.x - now.left, y: old.top + before.shift.y - now.top };
}

function shapeOf({ nodes, edges }: TopologyGraph): string {
  return JSON.stringify([
    nodes.map(({ id, frame, open, framed }) => [id, frame, open && framed]),
    edges.map(({ id }) => id),
  ]);
}

function difference(before: TopologyGraph, now: TopologyGraph): { came: number; went: number } {
  const old = new Set(before.nodes.map(({ id }) => id));
  const current = new Set(now.nodes.map(({ id }) => id));
  return { came: [...current.difference(old)].length, went: [...old.difference(current)].length };
}

function aspectOf({ innerWidth, innerHeight }: Window): number {
  return Math.max(0.8, Math.min(3, (innerWidth - 200) / Math.max(300, innerHeight - 120)));
}
