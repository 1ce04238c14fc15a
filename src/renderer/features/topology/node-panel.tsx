import { Button } from '@mantine/core';
import { Crosshair, Flame, FolderOpen } from 'lucide-react';
import type { TopologyEdge, TopologyNode } from '../../../shared/contract/topology.ts';
import type { EntityId } from '../../../shared/model/ids.ts';
import { severities } from '../../../shared/model/severity.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { DetailPanel } from '../../ui/detail-panel.tsx';
import { EntityLink } from '../../ui/entity-link.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { Section } from '../../ui/section.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { foldedText, nodeDetail, nodeName } from './node-text.ts';
import classes from './node-panel.module.css';

/** What one node of the picture is, and what it is tied to there. */
export function NodePanel(props: {
  node: TopologyNode;
  nodes: readonly TopologyNode[];
  edges: readonly TopologyEdge[];
  onSelect: (id: string) => void;
  onToggle: (node: TopologyNode) => void;
  onFocus: (id: EntityId) => void;
  onFail: (id: EntityId) => void;
  onClose: () => void;
}) {
  const { node, nodes, edges, onSelect, onToggle, onFocus, onFail, onClose } = props;
  const text = useText();
  const words = text.topology.panel;
  const name = nodeName(node, text);
  const id = node.type === 'entity' ? (node.id as EntityId) : undefined;
  const down = edges.filter((edge) => edge.from === node.id);
  const up = edges.filter((edge) => edge.to === node.id);
  const found = severities.filter((severity) => node.findings[severity] > 0);
  const held = foldedText(node, text, 12);
  return (
    <DetailPanel
      title={
        <span className={classes['title']}>
          <KindIcon kind={node.kind} size={16} />
          <span className="mono">{name}</span>
        </span>
      }
      label={name}
      detail={nodeDetail(node, text)}
      {...(id !== undefined && { href: links.entity(id) })}
      onClose={onClose}
    >
      <div className={classes['body']}>
        <div className={classes['actions']}>
          {id !== undefined && (
            <>
              <Button
                variant="default"
                leftSection={<Flame size={14} aria-hidden />}
                onClick={() => onFail(id)}
              >
                {text.topology.failure.start}
              </Button>
              <Button
                variant="default"
                leftSection={<Crosshair size={14} aria-hidden />}
                onClick={() => onFocus(id)}
              >
                {text.topology.focus}
              </Button>
            </>
          )}
          {(node.canOpen || node.open) && (
            <Button
              variant="default"
              leftSection={<FolderOpen size={14} aria-hidden />}
              onClick={() => onToggle(node)}
            >
              {node.open
                ? text.topology.close
                : node.type === 'group'
                  ? text.topology.expandGroup
                  : text.topology.open}
            </Button>
          )}
        </div>
        <Section title={words.findings}>
          {found.length === 0 ? (
            <span className={classes['none']}>{words.none}</span>
          ) : (
            <ul className={classes['list']}>
              {found.map((severity) => (
                <li key={severity}>
                  <SeverityMark severity={severity} count={node.findings[severity]} />
                </li>
              ))}
            </ul>
          )}
        </Section>
        {held !== '' && node.type === 'entity' && (
          <Section title={text.topology.nodes.folded}>
            <span>{held}</span>
          </Section>
        )}
        <Ties title={words.dependsOn} edges={down} end="to" nodes={nodes} onSelect={onSelect} />
        <Ties title={words.needed} edges={up} end="from" nodes={nodes} onSelect={onSelect} />
        {id !== undefined && (
          <div className={classes['foot']}>
            <span>{words.openEntity}</span>
            <EntityLink id={id} name={node.name} />
          </div>
        )}
      </div>
    </DetailPanel>
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
