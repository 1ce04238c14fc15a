import type { Adapter, CollectEvent } from '../../src/main/collectors/collector.ts';
import type { DocumentPlan } from '../../src/main/documents/generator.ts';
import { blockMarkdown } from '../../src/main/documents/render/markdown.ts';
import { validateRecord } from '../../src/main/inventory/record.ts';
import type { McpSession } from '../../src/main/mcp/session.ts';
import type { Entity } from '../../src/shared/model/entity.ts';
import type { AttributesOf, EntityKind } from '../../src/shared/model/kinds/registry.ts';
import type { RejectedRecord } from '../../src/shared/model/run.ts';
import { buildEntity } from './build-view.ts';

export interface Collected {
  readonly entities: readonly Entity[];
  readonly rejects: readonly RejectedRecord[];
  readonly events: readonly CollectEvent[];
}

/** What an adapter sees, validated as the inventory validates it, as entities for a test view. */
export async function collectEntities(adapter: Adapter, session: McpSession): Promise<Collected> {
  const events: CollectEvent[] = [];
  const entities: Entity[] = [];
  const rejects: RejectedRecord[] = [];
  const context = {
    signal: new AbortController().signal,
    call: {},
    startedAt: '2026-11-23T11:00:00.000Z',
  };
  for await (const event of adapter.collect(session, context)) {
    events.push(event);
    if (event.type === 'reject') rejects.push(event.reject);
    if (event.type !== 'records') continue;
    for (const record of event.records) {
      const checked = validateRecord(event.kind, record);
      if (checked.ok) entities.push(toEntity(session.source, event.kind, checked.record));
      else rejects.push(checked.reject);
    }
  }
  return { entities, rejects, events };
}

type Valid = Extract<ReturnType<typeof validateRecord>, { ok: true }>['record'];

function toEntity(source: string, kind: EntityKind, record: Valid): Entity {
  const { name, partition, attributes, ...rest } = record;
  return buildEntity(kind, name, {
    ...rest,
    source,
    ...(partition === undefined ? {} : { partition }),
    attributes: attributes as AttributesOf<EntityKind>,
  }) as Entity;
}

/** All pages as Markdown, one text a page. */
export function markdownOf(plans: readonly DocumentPlan[]): ReadonlyMap<string, string> {
  return new Map(
    plans.map((plan) => [
      plan.id,
      plan.sections
        .flatMap((section) => [
          `${'#'.repeat(section.level)} ${section.title}`,
          ...section.render().map((block) => blockMarkdown(block, section.level)),
        ])
        .join('\n\n'),
    ]),
  );
}
