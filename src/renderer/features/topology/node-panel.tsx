import { Button } from '@mantine/core';
import { Crosshair, Flame, FolderOpen } from 'lucide-react';
import type { TopologyEdge, TopologyNode } from '../../../shared/contract/topology.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { severities } from '../../../shared/model/severity.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { DetailPanel } from '../../ui/detail-panel.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { Section } from '../../ui/section.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { EntityPanel } from '../inventory/entity-panel.tsx';
import { foldedText, nodeDetail, nodeName } from './node-text.ts';
import classes from './node-panel.module.css';

interface NodePanelProps {
  readonly node: TopologyNode;
  readonly at: Instant | undefined;
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  readonly onSelect: (id: string) => void;
  readonly onToggle: (node: TopologyNode) => void;
  readonly onFocus: (id: EntityId) => void;
  readonly onFail: (id: EntityId) => void;
  readonly onClose: () => void;
}

/** What one node of the picture is tied to there, and everything about it. */
export function NodePanel(props: NodePanelProps) {
  const { node, at, onClose } = props;
  const text = useText();
  if (node.type === 'entity') {
    return (
      <EntityPanel id={node.id as EntityId} at={at} first={<NodeInPicture {...props} />} onClose={onClose} />
    );
  }
  const name = nodeName(node, text);
  return (
    <DetailPanel
      title={
        <span className={classes['title']}>
          <KindIcon kind={node.kind} size={16} />
          {name}
        </span>
      }
      label={name}
      detail={nodeDetail(node, text)}
      onClose={onClose}
    >
      <NodeInPicture {...props} />
    </DetailPanel>
  );
}

function NodeInPicture({ node, nodes, edges, onSelect, onToggle, onFocus, onFail }: NodePanelProps) {
  const text = useText();
  const words = text.topology.panel;
  const id = node.type === 'entity' ? (node.id as EntityId) : undefined;
  const down = edges.filter((edge) => edge.from === node.id);
  const up = edges.filter((edge) => edge.to === node.id);
  const held = foldedText(node, text, 12);
  const found = severities.filter((severity) => node.findings[severity] > 0);
  return (
    <div className={classes['body']}>
      <div className={classes['actions']}>
        {id !== undefined && (
          <>
            <Button leftSection={<Flame size={14} aria-hidden />} onClick={() => onFail(id)}>
              {text.topology.failure.start}
            </Button>
            <Button leftSection={<Crosshair size={14} aria-hidden />} onClick={() => onFocus(id)}>
              {text.topology.focus}
            </Button>
          </>
        )}
        {(node.canOpen || node.open) && (
          <Button leftSection={<FolderOpen size={14} aria-hidden />} onClick={() => onToggle(node)}>
            {node.open
              ? text.topology.close
              : node.type === 'group'
                ? text.topology.expandGroup
                : text.topology.open}
          </Button>
        )}
      </div>
      {held !== '' && (
        <Section title={text.topology.nodes.folded}>
          <p className={classes['held']}>{held}</p>
          {found.length > 0 && (
            <ul className={classes['list']}>
              {found.map((severity) => (
                <li key={severity}>
                  <SeverityMark severity={severity} count={node.findings[severity]} />
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
      <Ties title={words.dependsOn} edges={down} end="to" nodes={nodes} onSelect={onSelect} />
      <Ties title={words.needed} edges={up} end="from" nodes={nodes} onSelect={onSelect} />
    </div>
  );
}

function Ties(props: {
  title: string;
  edges: readonly TopologyEdge[];
  end: 'from' | 'to';
  nodes: readonly TopologyNode[];
  onSelect: (id: string) => void;
}) {
  const { title, edges, end, nodes, onSelect } = props;
  const text = useText();
  if (edges.length === 0) return null;
  return (
    <Section title={title}>
      <ul className={classes['list']}>
        {edges.map((edge) => {
          const other = nodes.find((node) => node.id === edge[end]);
          return (
            other && (
              <li key={edge.id} className={classes['tie']}>
                <span className={classes['how']}>{text.topology.relation[edge.type] ?? edge.type}</span>
                <button type="button" className={classes['other']} onClick={() => onSelect(other.id)}>
                  <KindIcon kind={other.kind} />
                  {nodeName(other, text)}
                </button>
                {edge.count > 1 && (
                  <span className={classes['count']}>{text.topology.edges.more(edge.count)}</span>
                )}
              </li>
            )
          );
        })}
      </ul>
    </Section>
  );
}
