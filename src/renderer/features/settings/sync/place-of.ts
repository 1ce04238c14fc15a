import { entityIdSchema } from '../../../../shared/model/ids.ts';
import type { SharedCollection } from '../../../../shared/model/sync.ts';
import { links } from '../../../app/links.ts';

/** Where a document of a shared collection is shown; undefined where it has no page. */
export function placeOf(collection: SharedCollection, id: string): string | undefined {
  switch (collection) {
    case 'tickets':
      return links.ticket(id);
    case 'remediations':
      return links.remediationOf(id);
    case 'documents':
      return links.document(id);
    case 'runs':
      return links.run(id);
    case 'entities': {
      const entity = entityIdSchema.safeParse(id);
      return entity.success ? links.entity(entity.data) : undefined;
    }
    case 'changes':
    case 'document-versions':
    case 'feedback':
    case 'audit':
    case 'policies':
    case 'presence':
      return undefined;
    default:
      return collection satisfies never;
  }
}
