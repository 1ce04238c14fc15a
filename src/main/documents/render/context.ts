import type { EntityId } from '../../../shared/model/ids.ts';

/** Where links lead and what is known of an entity, for one document that is being rendered. */
export interface RenderContext {
  /**
   * Where a link to the entity leads from this document, and what its hover text says: source, run, observed time.
   * Without `href` it is plain text: no link ever leads nowhere.
   */
  entity(id: EntityId): { readonly href?: string; readonly title?: string };
  /** Where a link to the document leads; undefined when it is not among those that are rendered. */
  document(id: string): string | undefined;
  /** Places that links lead to are marked; without links they would only be in the way. */
  readonly anchors: boolean;
}

/** For reading a document by itself: names instead of links. */
export const plainContext: RenderContext = { entity: () => ({}), document: () => undefined, anchors: false };
