import { instant, type Instant } from '../../shared/model/ids.ts';
import type { Entity } from '../../shared/model/entity.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { ScreenContext } from '../../shared/model/citation.ts';
import { fillOf } from './entity-facts.ts';
import { findingsOf } from './forms/findings.ts';
import type { Language } from './language.ts';
import type { AssistantPorts } from './ports.ts';
import { suggestionTexts, type SuggestionTexts } from './suggestion-texts.ts';
import { sinceOf } from './time-window.ts';

const most = 5;
const week = 7 * 86_400_000;
/** From here on a store is worth a question. */
const nearlyFull = 0.85;

type SuggestionPorts = Pick<AssistantPorts, 'topology' | 'documentTitle'> & {
  readonly inventory: Pick<AssistantPorts['inventory'], 'view' | 'changes'>;
  readonly clock: Pick<AssistantPorts['clock'], 'now'>;
  readonly llm: { readonly state: Pick<AssistantPorts['llm']['state'], 'configured'> };
};

/**
 * Questions that what is looked at gives rise to: what is wrong with it, what changed, what would follow. Only those
 * that have an answer.
 */
export async function suggestQuestions(
  context: ScreenContext,
  language: Language,
  ports: SuggestionPorts,
): Promise<string[]> {
  const view = await ports.inventory.view(context.at);
  const texts = suggestionTexts[language];
  const entities = context.entities.flatMap((id) => view.get(id) ?? []);
  const questions: string[] = [];
  const since = thisWeek(context.at ?? ports.clock.now());
  const until = context.at === undefined ? {} : { until: context.at };
  for (const entity of entities.slice(0, 2)) {
    const { name } = entity;
    const [worst] = findingsOf(view, entity);
    if (worst) questions.push(texts.wrong(name), texts.remedy(worst.attributes.title, name));
    const { total } = await ports.inventory.changes({ entityId: entity.id, since, ...until, limit: 1 });
    if (total > 0) questions.push(texts.changed(name));
    const fill = fillOf(entity);
    if (fill && fill.used / fill.size >= nearlyFull) questions.push(texts.full(name));
    const ofKind = byKind[entity.kind];
    if (ofKind !== undefined) questions.push(texts[ofKind](name));
    if (ports.topology.blastRadius(view, entity).affected.size > 0) questions.push(texts.affected(name));
  }
  const title = context.document === undefined ? undefined : await ports.documentTitle(context.document);
  if (title !== undefined && ports.llm.state.configured) questions.push(texts.inShort(title));
  if (entities.length === 0) {
    const findings = findingsOf(view, undefined);
    const [worst] = findings;
    if (worst?.attributes.severity === 'critical') questions.push(texts.critical);
    const { total } = await ports.inventory.changes({ since, ...until, limit: 1 });
    if (total > 0) questions.push(texts.changedAnywhere);
    const full = (view.all('datastore') as readonly Entity[]).some((store) => {
      const fill = fillOf(store);
      return fill && fill.used / fill.size >= nearlyFull;
    });
    if (full) questions.push(texts.fullDatastores);
    const object = worst && view.get(worst.attributes.objectId as Entity['id']);
    if (object) questions.push(texts.wrong(object.name));
  }
  return [...new Set(questions)].slice(0, most);
}

/** What the suggested words mean when they are asked. */
function thisWeek(now: Instant): Instant {
  return sinceOf('this week', now) ?? instant(Date.parse(now) - week);
}

const byKind: Partial<Record<EntityKind, keyof Pick<SuggestionTexts, 'where' | 'vmsOn' | 'podsOn'>>> = {
  vm: 'where',
  pod: 'where',
  host: 'vmsOn',
  datastore: 'vmsOn',
  'k8s-node': 'podsOn',
};
