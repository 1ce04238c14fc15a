import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';

/** What operators call kinds beside their titles, in English and German. */
const others: readonly (readonly [RegExp, readonly EntityKind[]])[] = [
  [/virtual machines?|virtuelle[nr]? maschinen?|gäste|guests?/i, ['vm']],
  [/esxi?(?: hosts?)?|hypervisors?/i, ['host']],
  [/k8s nodes?|kubernetes nodes?|worker nodes?|(?<!-)nodes?|knoten/i, ['k8s-node']],
  [/deployments?|statefulsets?|daemonsets?/i, ['workload']],
  [/datenspeicher/i, ['datastore']],
  [/netzwerke?n?|portgruppen?|port groups?/i, ['network']],
  [/schnittstellen?|ports?/i, ['interface']],
  [/snapshots?/i, ['storage-snapshot']],
  [/befunde?n?/i, ['finding']],
  [/standorte?n?/i, ['site']],
  [/pvcs?/i, ['persistent-volume-claim']],
];

const titles: readonly (readonly [RegExp, readonly EntityKind[]])[] = entityKinds
  // The longest title first: a datastore cluster is no datastore.
  .toSorted((a, b) => kindDefinition(b).plural.length - kindDefinition(a).plural.length)
  .map((kind) => {
    const { title, plural } = kindDefinition(kind);
    return [new RegExp(`${escaped(plural)}|${escaped(title)}`, 'i'), [kind]] as const;
  });

/** The kinds that a text speaks of, by whatever word, in the order of the text. */
export function kindsIn(text: string): EntityKind[] {
  const found: { at: number; kinds: readonly EntityKind[] }[] = [];
  let rest = text;
  for (const [pattern, kinds] of [...titles, ...others]) {
    const whole = new RegExp(String.raw`(?<![\p{L}\p{N}_-])(?:${pattern.source})(?![\p{L}\p{N}_-])`, 'iu');
    const match = whole.exec(rest);
    if (!match) continue;
    found.push({ at: match.index, kinds });
    rest =
      rest.slice(0, match.index) + ' '.repeat(match[0].length) + rest.slice(match.index + match[0].length);
  }
  return [...new Set(found.toSorted((a, b) => a.at - b.at).flatMap(({ kinds }) => kinds))];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
