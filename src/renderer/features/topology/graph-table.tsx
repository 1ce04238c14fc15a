import { UnstyledButton } from '@mantine/core';
import type { TopologyEdge, TopologyNode } from '../../../shared/contract/topology.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import classes from './graph-table.module.css';
import { foldedText, impactText, nodeName } from './node-text.ts';

/** The same picture as two tables: what is shown, and what depends on what. */
export function GraphTable(props: {
  nodes: readonly TopologyNode[];
  edges: readonly TopologyEdge[];
  selected: string | undefined;
  failing: boolean;
  onSelect: (id: string) => void;
  onToggle: (node: TopologyNode) => void;
}) {
  const { nodes, edges, selected, failing, onSelect, onToggle } = props;
  const text = useText();
  const format = useFormat();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const words = text.topology.nodes;
  const nameOf = (id: string | undefined) => {
    const node = byId.get(id ?? '');
    return node ? nodeName(node, text) : '';
  };
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label={words.title}>
      <table className={classes['table']}>
        <caption>{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.kind}</th>
            <th scope="col">{words.within}</th>
            {failing && <th scope="col">{words.impact}</th>}
            <th scope="col">{words.state}</th>
            <th scope="col">{words.severity}</th>
            <th scope="col">{words.folded}</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <tr key={node.id} data-selected={node.id === selected || undefined}>
              <th scope="row">
                <UnstyledButton className={classes['name'] ?? ''} onClick={() => onSelect(node.id)}>
                  <KindIcon kind={node.kind} />
                  {nodeName(node, text)}
                </UnstyledButton>
              </th>
              <td>{text.kinds.name(node.kind)}</td>
              <td>{nameOf(node.frame)}</td>
              {failing && <td>{impactText(node, text)}</td>}
              <td>{node.state?.text}</td>
              <td>{node.severity && <SeverityMark severity={node.severity} />}</td>
              <td>
                {(node.canOpen || node.open) && (
                  <UnstyledButton className={classes['toggle'] ?? ''} onClick={() => onToggle(node)}>
                    {node.open ? text.topology.close : text.topology.open}
                  </UnstyledButton>
                )}{' '}
                {foldedText(node, text, 6)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={classes['table']}>
        <caption>{text.topology.edges.title}</caption>
        <thead>
          <tr>
            <th scope="col">{text.topology.edges.from}</th>
            <th scope="col">{text.topology.edges.how}</th>
            <th scope="col">{text.topology.edges.to}</th>
            <th scope="col" className={classes['number']}>
              {text.topology.edges.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => (
            <tr key={edge.id}>
              <th scope="row">{nameOf(edge.from)}</th>
              <td>{text.topology.relation[edge.type] ?? edge.type}</td>
              <td className={classes['mono']}>{nameOf(edge.to)}</td>
              <td className={classes['number']}>{format.number(edge.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
