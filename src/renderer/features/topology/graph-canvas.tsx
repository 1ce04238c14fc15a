import '@xyflow/react/dist/base.css';
import {
  MarkerType,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Edge,
  type Node,
  type NodeTypes,
} from '@xyflow/react';
import { useEffect, useEffectEvent, useMemo, useRef, type KeyboardEvent } from 'react';
import type { TopologyEdge, TopologyNode } from '../../../shared/contract/topology.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CanvasControls } from './canvas-controls.tsx';
import classes from './graph-canvas.module.css';
import { isOpenFrame, type Layout } from './layout.ts';
import { hitOf } from './node-text.ts';
import { FrameNode, ItemNode, type NodeData } from './picture-nodes.tsx';
import { walk, type Direction } from './walk.ts';

export interface Picture {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  readonly layout: Layout;
  /** So far everything is moved, so that what was opened or closed stays where it was. */
  readonly shift: { readonly x: number; readonly y: number };
  /** Another number: another picture, which is fitted into the window. */
  readonly turn: number;
}

export interface CanvasProps {
  readonly picture: Picture;
  readonly selected: string | undefined;
  readonly failing: boolean;
  /** What the picture is about: it is marked, and stays legible where the whole would not. */
  readonly subject: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly onToggle: (node: TopologyNode) => void;
}

/** So many lines at once carry less weight each. */
const manyEdges = 120;
/** Names can be read from here on. */
const legibleZoom = 0.75;
const nodeTypes: NodeTypes = { item: ItemNode, frame: FrameNode };
const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The picture itself: drawn by xyflow, laid out before. */
export function GraphCanvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ picture, selected, failing, subject, onSelect, onToggle }: CanvasProps) {
  const text = useText();
  const flow = useReactFlow();
  const wrapper = useRef<HTMLDivElement>(null);
  const { nodes, edges, layout, turn } = picture;
  const active = layout.places.has(selected ?? '') ? selected : nodes[0]?.id;
  const flowNodes = useFlowNodes(picture, { selected, active, subject }, onToggle);
  const flowEdges = useFlowEdges(nodes, edges, selected, failing);

  const fit = useEffectEvent(async () => {
    await flow.fitView({ padding: 0.06, maxZoom: 1.1, minZoom: 0.15 });
    const place = layout.places.get(subject ?? '');
    if (!place || flow.getZoom() >= legibleZoom) return;
    await flow.setCenter(
      place.left + picture.shift.x + place.width / 2,
      place.top + picture.shift.y + place.height / 2,
      { zoom: legibleZoom },
    );
  });
  useEffect(() => {
    // After xyflow has taken the new nodes.
    const frame = requestAnimationFrame(() => void fit());
    return () => cancelAnimationFrame(frame);
  }, [turn]);

  const show = (id: string) => {
    onSelect(id);
    wrapper.current
      ?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`)
      ?.focus({ preventScroll: true });
    const place = layout.places.get(id);
    const box = wrapper.current?.getBoundingClientRect();
    if (!place || !box) return;
    const { x, y, zoom } = flow.getViewport();
    const at = { x: (place.left + picture.shift.x) * zoom + x, y: (place.top + picture.shift.y) * zoom + y };
    const inView = at.x > 0 && at.y > 0 && at.x + 180 * zoom < box.width && at.y + 44 * zoom < box.height;
    if (!inView) {
      void flow.setCenter(place.left + picture.shift.x + 104, place.top + picture.shift.y + 22, { zoom });
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (active === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = arrows[event.key];
    if (direction !== undefined) {
      event.preventDefault();
      const next = walk(active, direction, edges, layout);
      if (next !== undefined) show(next);
      return;
    }
    if (event.key !== 'Enter') return;
    const node = nodes.find((one) => one.id === active);
    if (node?.canOpen === true || node?.open === true) {
      event.preventDefault();
      onToggle(node);
    }
  };

  return (
    // The arrow keys of what is inside are heard here.
    <div
      ref={wrapper}
      className={classes['canvas']}
      data-failing={failing || undefined}
      role="group"
      aria-label={text.topology.canvas}
      onKeyDown={onKeyDown}
    >
      <ReactFlow
        nodes={flowNodes}
        edges={flowEdges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        minZoom={0.08}
        maxZoom={2}
        onNodeClick={(_, node) => onSelect(node.id)}
        onPaneClick={() => onSelect(undefined)}
        proOptions={{ hideAttribution: true }}
      >
        <CanvasControls />
        <MiniMap
          pannable
          zoomable
          className={classes['minimap'] ?? ''}
          style={{ width: 150, height: 100 }}
          ariaLabel={text.topology.minimap}
          nodeClassName={(node) => classes[`mini-${(node.data as NodeData).hit}`] ?? ''}
          nodeBorderRadius={4}
        />
      </ReactFlow>
    </div>
  );
}

type FlowNode = Node<NodeData>;

function useFlowNodes(
  { nodes, layout, shift }: Picture,
  { selected, active, subject }: Readonly<Record<'selected' | 'active' | 'subject', string | undefined>>,
  onToggle: (node: TopologyNode) => void,
): FlowNode[] {
  const toggle = useRef(onToggle);
  useEffect(() => {
    toggle.current = onToggle;
  });
  return useMemo(
    () =>
      nodes.flatMap((node): FlowNode[] => {
        const place = layout.places.get(node.id);
        if (!place) return [];
        const inFrame = node.frame !== undefined && layout.places.has(node.frame);
        const isFrame = isOpenFrame(node);
        return [
          {
            id: node.id,
            type: isFrame ? 'frame' : 'item',
            position: inFrame ? { x: place.x, y: place.y } : { x: place.x + shift.x, y: place.y + shift.y },
            ...(inFrame && node.frame !== undefined && { parentId: node.frame }),
            width: place.width,
            height: place.height,
            // Frames lie under what stands in them, and under the lines.
            zIndex: isFrame ? 0 : 2,
            data: {
              node,
              hit: hitOf(node),
              isSelected: node.id === selected,
              isSubject: node.id === subject,
              isActive: node.id === active,
              isDown: layout.direction === 'DOWN',
              onToggle: (one) => toggle.current(one),
            },
          },
        ];
      }),
    [nodes, layout, shift, selected, active, subject],
  );
}

function useFlowEdges(
  nodes: readonly TopologyNode[],
  edges: readonly TopologyEdge[],
  selected: string | undefined,
  failing: boolean,
): Edge[] {
  return useMemo(() => {
    const hits = new Map(nodes.map((node) => [node.id, hitOf(node)]));
    const isHit = (id: string) => (hits.get(id) ?? 'none') !== 'none';
    return edges.map(({ id, from, to, type, count }): Edge => {
      const near = selected !== undefined && (from === selected || to === selected);
      const dim = failing ? !(isHit(from) && isHit(to)) : selected !== undefined && !near;
      const color = near ? 'var(--accent)' : failing && !dim ? 'var(--warning)' : 'var(--text-3)';
      return {
        id,
        source: from,
        target: to,
        zIndex: near ? 3 : 1,
        style: {
          stroke: color,
          strokeWidth: Math.min(4, 1 + Math.log10(count)),
          opacity: near ? 1 : dim ? 0.12 : edges.length > manyEdges ? 0.25 : 0.5,
        },
        ...(type !== 'linked-with' && {
          markerEnd: {
            type: MarkerType.ArrowClosed,
            color,
            width: 14,
            height: 14,
            markerUnits: 'userSpaceOnUse',
          },
        }),
        ...(near && count > 1 && { label: `×${count}` }),
      };
    });
  }, [nodes, edges, selected, failing]);
}
