import type { Entity } from '../../shared/model/entity.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { Ticket } from '../../shared/model/ticket.ts';
import type { InventoryView } from '../inventory/view.ts';
import { findingsByEntity } from '../topology/findings-index.ts';
import type { Topology } from '../topology/topology.ts';
import type { TicketIntake } from './desk.ts';
import { linkEntities, type Link, type Named } from './link-entities.ts';
import { judgeCategory, judgePriority } from './triage.ts';

export interface TakeInPorts {
  readonly view: () => Promise<InventoryView>;
  readonly named: (text: string) => Promise<readonly Named[]>;
  readonly topology: Pick<Topology, 'blastRadius'>;
  readonly secretRemover: () => Promise<(text: string) => string>;
}

export interface TakenIn extends Omit<
  TicketIntake,
  'id' | 'entities' | 'labels' | 'attachments' | 'priority' | 'category'
> {
  readonly links: readonly Link[];
  readonly labels: Readonly<Record<string, string>>;
  readonly attachments: readonly { readonly name: string; readonly text: string }[];
  readonly priority: Ticket['priority'];
  readonly category: Ticket['category'];
  /** What was worked out, for the history. */
  readonly why: readonly { readonly field: string; readonly to: string; readonly reason: string }[];
}

/** Links, judges and cleans one problem. */
export type Triage = (intake: TicketIntake, by: string) => Promise<TakenIn>;

const longestTitle = 300;
const longestText = 20_000;
const mostLabels = 100;
const longestLabel = 2_000;

/** For a batch: the estate and the secrets are looked at once. */
export async function createTriage(ports: TakeInPorts): Promise<Triage> {
  const [view, withoutSecrets] = await Promise.all([ports.view(), ports.secretRemover()]);
  const findings = findingsByEntity(view);
  const dependents = new Map<EntityId, number>();
  const answers = new Map<string, Promise<readonly Named[]>>();
  const named = (text: string) => {
    const known = answers.get(text);
    if (known) return known;
    const answer = ports.named(text);
    answers.set(text, answer);
    return answer;
  };
  const countOf = (entity: Entity): number => {
    const known = dependents.get(entity.id);
    if (known !== undefined) return known;
    const { affected } = ports.topology.blastRadius(view, entity);
    const count = [...affected.values()].filter(({ level }) => level !== 'reduced').length;
    dependents.set(entity.id, count);
    return count;
  };
  return async (intake) => {
    const title = clip(withoutSecrets(intake.title).trim(), longestTitle) || 'Without a title';
    const text = clip(withoutSecrets(intake.text).trim(), longestText);
    const labels = Object.fromEntries(
      Object.entries(intake.labels ?? {})
        .slice(0, mostLabels)
        .map(([name, value]) => [clip(name, 200), clip(withoutSecrets(value), longestLabel)]),
    );
    const links = await linkEntities(
      { title, text, labels, entities: intake.entities ?? [] },
      { view, named },
    );
    const input = {
      title,
      text,
      labels,
      entities: links.flatMap(({ id }) => view.get(id) ?? []),
      isCritical: ({ id }: Entity) => (findings.get(id)?.critical ?? 0) > 0,
      dependents: countOf,
    };
    const priority = intake.priority === undefined ? judgePriority(input) : undefined;
    const category = intake.category === undefined ? judgeCategory(input) : undefined;
    const { id: _, entities: _entities, ...rest } = intake;
    return {
      ...rest,
      title,
      text,
      labels,
      links,
      attachments: (intake.attachments ?? []).map((one) => ({ ...one, text: withoutSecrets(one.text) })),
      priority: intake.priority ?? priority?.value ?? 'p3',
      category: intake.category ?? category?.value ?? 'other',
      why: [
        ...(priority ? [{ field: 'priority', to: priority.value, reason: priority.why }] : []),
        ...(category ? [{ field: 'category', to: category.value, reason: category.why }] : []),
      ],
    };
  };
}

const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
