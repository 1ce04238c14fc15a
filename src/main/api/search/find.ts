import type { SearchedEntity } from '../../../shared/contract/search.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { entityState } from '../../search/entity-state.ts';
import type { FoundEntity } from '../../search/search.ts';
import type { Handler } from '../handler.ts';
import { severityOf } from '../inventory/findings-about.ts';

export const find: Handler<'search.find'> = async ({ text, limit, at }, { app }) => {
  const { view, entities, total, documents, corrected } = await app.search.find({
    text,
    limit,
    ...(at !== undefined && { at }),
  });
  return {
    entities: entities.map((found) => foundEntity(view, found)),
    total,
    documents: documents.map(({ document, section }) => ({
      id: document.id,
      title: document.title,
      ...(section && { section: { key: section.key, title: section.title } }),
      retired: document.retiredAt !== undefined,
    })),
    corrected,
  };
};

function foundEntity(view: InventoryView, { entity, match }: FoundEntity): SearchedEntity {
  const severity = severityOf(view, entity);
  const state = entityState(entity);
  return {
    id: entity.id,
    kind: entity.kind,
    name: entity.name,
    source: entity.source,
    simulated: entity.simulated,
    ...(entity.partition !== undefined && { partition: entity.partition }),
    ...(state !== undefined && { state }),
    ...(severity !== undefined && { severity }),
    ...(entity.disappearedAt !== undefined && { disappearedAt: entity.disappearedAt }),
    ...(match.field !== 'name' && { match: { field: match.field, text: match.text } }),
  };
}
