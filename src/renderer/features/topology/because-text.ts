import type { TopologyAffected, TopologyBecause } from '../../../shared/contract/topology.ts';
import type { Catalogue } from '../../i18n/catalogue.tsx';

/** One step of a chain of causes in words. */
export function becauseText(because: TopologyBecause, text: Catalogue): string {
  const { why, type, on, onLevel, of, left, by } = because;
  const words = text.topology.failure.because;
  switch (why) {
    case 'needs':
      return of === 1
        ? words.only(on.kind, on.name)
        : words.needs(text.topology.relation[type] ?? type, on.name);
    case 'all':
      return words.all(on.kind, of ?? 0, on.name, onLevel === 'restarts');
    case 'too-few':
      return words.tooFew(on.kind, left ?? 0, of ?? 0, on.name);
    case 'some':
      return words.some(on.kind, left ?? 0, of ?? 0, on.name);
    case 'takeover':
      return words.takeover(on.name, by?.name ?? '');
    case 'helped':
      return words.helped(on.kind, on.name);
    case 'isolated':
      return words.isolated;
    case 'uplink':
      return words.uplink(left ?? 0, of ?? 0, on.name);
    default:
      return why satisfies never;
  }
}

/** Why something is hit, nearest cause first. */
export function chainText({ chain }: Pick<TopologyAffected, 'chain'>, text: Catalogue): string {
  return chain.map((because) => becauseText(because, text)).join(' ← ');
}
