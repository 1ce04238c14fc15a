import { VisuallyHidden } from '@mantine/core';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { ChevronDown, ChevronRight, Layers2 } from 'lucide-react';
import type { TopologyNode } from '../../../shared/contract/topology.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { statusShapes } from '../../ui/status-shapes.ts';
import classes from './graph-canvas.module.css';
import { hitShapes } from './hit-shapes.ts';
import { impactText, nodeDetail, nodeName, type Hit } from './node-text.ts';

export interface NodeData extends Record<string, unknown> {
  readonly node: TopologyNode;
  readonly hit: Hit;
  readonly isSelected: boolean;
  /** The picture is drawn around it. */
  readonly isSubject: boolean;
  /** The one that Tab reaches. */
  readonly isActive: boolean;
  /** Dependencies lead down rather than to the right. */
  readonly isDown: boolean;
  readonly onToggle: (node: TopologyNode) => void;
}

/** An entity or a group: icon, name, what it is and how it is. */
export function ItemNode({ data }: NodeProps<Node<NodeData>>) {
  const { node, hit, isSelected } = data;
  return (
    <div
      className={classes['item']}
      data-hit={hit}
      data-selected={isSelected || undefined}
      data-subject={data.isSubject || undefined}
      data-group={node.type === 'group' || undefined}
      data-simulated={node.simulated || undefined}
      data-folded={node.canOpen || undefined}
    >
      <Ends isDown={data.isDown} />
      <Face data={data} />
      <Opener data={data} />
    </div>
  );
}

/** A frame around what stands in it. */
export function FrameNode({ data }: NodeProps<Node<NodeData>>) {
  const { node, hit, isSelected } = data;
  return (
    <div
      className={classes['frame']}
      data-hit={hit}
      data-selected={isSelected || undefined}
      data-subject={data.isSubject || undefined}
      data-simulated={node.simulated || undefined}
    >
      <Ends isDown={data.isDown} />
      <div className={classes['frameHead']}>
        <Face data={data} />
        <Opener data={data} />
      </div>
    </div>
  );
}

function Face({ data: { node, hit, isActive } }: { data: NodeData }) {
  const text = useText();
  const impact = impactText(node, text);
  return (
    <button
      type="button"
      className={classes['face']}
      data-node={node.id}
      tabIndex={isActive ? 0 : -1}
      aria-expanded={node.canOpen || node.open ? node.open : undefined}
    >
      {node.type === 'group' ? (
        <Layers2 size={16} aria-hidden className={classes['icon']} />
      ) : (
        <KindIcon kind={node.kind} size={16} />
      )}
      <span className={classes['words']}>
        <span className={classes['name']}>{nodeName(node, text)}</span>
        <span className={classes['detail']}>
          {impact === undefined ? (
            nodeDetail(node, text)
          ) : (
            <span className={classes['impact']} data-hit={hit}>
              <span aria-hidden>{hitShapes[hit]}</span> {impact}
            </span>
          )}
        </span>
      </span>
      {node.severity && (
        <span className={classes['severity']} data-severity={node.severity}>
          <span aria-hidden>{statusShapes[node.severity]}</span>
          <VisuallyHidden>{text.ui.status[node.severity]}</VisuallyHidden>
        </span>
      )}
      {node.simulated && <VisuallyHidden>{text.topology.simulated}</VisuallyHidden>}
    </button>
  );
}

/** For the mouse; the keyboard has Enter. */
function Opener({ data: { node, onToggle } }: { data: NodeData }) {
  const text = useText();
  if (!node.canOpen && !node.open) return null;
  const label = node.open ? text.topology.close : text.topology.open;
  const Icon = node.open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className={`${classes['opener']} nodrag nopan`}
      tabIndex={-1}
      aria-hidden
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(node);
      }}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}

function Ends({ isDown }: { isDown: boolean }) {
  return (
    <>
      <Handle
        type="target"
        position={isDown ? Position.Top : Position.Left}
        isConnectable={false}
        className={classes['end'] ?? ''}
      />
      <Handle
        type="source"
        position={isDown ? Position.Bottom : Position.Right}
        isConnectable={false}
        className={classes['end'] ?? ''}
      />
    </>
  );
}
