import { cleanText } from '../../../shared/clean-text.ts';
import type { TopologyNode } from '../../../shared/contract/topology.ts';
import type { Catalogue } from '../../i18n/catalogue.tsx';

/** The line that names a node. */
export function nodeName(node: TopologyNode, text: Catalogue): string {
  if (node.type === 'entity') return cleanText(node.name);
  return node.open
    ? text.topology.groupMore(node.kind, node.count)
    : text.topology.groupOf(node.kind, node.count, cleanText(node.name));
}

/** What is folded into a node, most first: `40 VMs, 4 hosts`. */
export function foldedText(node: TopologyNode, text: Catalogue, most = 3): string {
  return node.folded
    .toSorted((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ kind, count }) => text.topology.kindCount(kind, count))
    .join(', ');
}

/** The second line of a node: its kind, and its state or what it holds. */
export function nodeDetail(node: TopologyNode, text: Catalogue): string {
  // The group's own kind stands in its name.
  if (node.type === 'group') {
    return foldedText({ ...node, folded: node.folded.filter(({ kind }) => kind !== node.kind) }, text);
  }
  const kind = text.kinds.name(node.kind);
  const held = node.folded.length > 0 ? foldedText(node, text, 2) : undefined;
  return [kind, held ?? node.state?.text].filter((part) => part !== undefined).join(' · ');
}

/** What a failure does to a node and to what is folded into it, in one word or count: the worst of it. */
export function impactText(node: TopologyNode, text: Catalogue): string | undefined {
  const { impact } = node;
  if (!impact) return undefined;
  const { levels } = text.topology.failure;
  const hit = hitOf(node);
  if (hit === 'none') return undefined;
  if (hit === impact.level || hit === 'failed') return levels[hit];
  return `${impact.folded[hit]} ${levels[hit]}`;
}

export type Hit = 'failed' | 'lost' | 'restarts' | 'reduced' | 'none';

/** The worst that happens to a node or in it. */
export function hitOf({ impact }: TopologyNode): Hit {
  if (!impact) return 'none';
  if (impact.level === 'failed' || impact.level === 'lost') return impact.level;
  const { folded } = impact;
  if (folded.lost > 0) return 'lost';
  if (impact.level === 'restarts' || folded.restarts > 0) return 'restarts';
  return impact.level === 'reduced' || folded.reduced > 0 ? 'reduced' : 'none';
}
