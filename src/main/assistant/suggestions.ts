import { instant } from '../../shared/model/ids.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { ScreenContext } from '../../shared/model/citation.ts';
import { fillOf } from './entity-facts.ts';
import { findingsOf } from './forms/findings.ts';
import type { AssistantPorts } from './ports.ts';

const most = 5;
const week = 7 * 86_400_000;
/** From here on a store is worth a question. */
const nearlyFull = 0.85;

/** Questions that what is looked at gives rise to: what is wrong with it, what changed, what would follow. */
export async function suggestQuestions(
  context: ScreenContext,
  ports: Pick<AssistantPorts, 'inventory' | 'topology' | 'documentTitle' | 'clock'>,
): Promise<string[]> {
  const view = await ports.inventory.view(context.at);
  const entities = context.entities.flatMap((id) => view.get(id) ?? []);
  const questions: string[] = [];
  const since = instant(Date.parse(ports.clock.now()) - week);
  for (const entity of entities.slice(0, 2)) {
    const { name } = entity;
    const [worst] = findingsOf(view, entity);
    if (worst)
      questions.push(`What is wrong with ${name}?`, `What can be done about "${worst.attributes.title}"?`);
    const { total } = await ports.inventory.changes({ entityId: entity.id, since, limit: 1 });
    if (total > 0) questions.push(`What changed on ${name} this week?`);
    const fill = fillOf(entity);
    if (fill && fill.used / fill.size >= nearlyFull) questions.push(`How full is ${name}?`);
    const ofKind = byKind[entity.kind];
    if (ofKind) questions.push(ofKind(name));
    if (ports.topology.blastRadius(view, entity).affected.size > 0) {
      questions.push(`Who is affected if ${name} fails?`);
    }
  }
  const title = context.document === undefined ? undefined : await ports.documentTitle(context.document);
  if (title !== undefined) questions.push(`What does "${title}" say in short?`);
  if (entities.length === 0) {
    const findings = findingsOf(view, undefined);
    if (findings[0]?.attributes.severity === 'critical') questions.push('Which critical findings are there?');
    const { total } = await ports.inventory.changes({ since, limit: 1 });
    if (total > 0) questions.push('What changed this week?');
    const full = (view.all('datastore') as readonly Entity[]).some((store) => {
      const fill = fillOf(store);
      return fill && fill.used / fill.size >= nearlyFull;
    });
    if (full) questions.push('Which datastores are nearly full?');
    const worst = findings[0];
    const object = worst && view.get(worst.attributes.objectId as Entity['id']);
    if (object) questions.push(`What is wrong with ${object.name}?`);
  }
  return [...new Set(questions)].slice(0, most);
}

const byKind: Partial<Record<EntityKind, (name: string) => string>> = {
  vm: (name) => `Where does ${name} run?`,
  pod: (name) => `Where does ${name} run?`,
  host: (name) => `Which VMs are on ${name}?`,
  datastore: (name) => `Which VMs are on ${name}?`,
  'k8s-node': (name) => `Which pods are on ${name}?`,
};
