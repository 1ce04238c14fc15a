import type { StaleDocument } from '../../documents/documents.ts';
import type { Handler } from '../handler.ts';

export const tree: Handler<'documents.tree'> = async ({ at }, { app: { documents } }) => {
  if (at !== undefined) {
    return { documents: (await documents.listAt(at)).map(copy), unwritten: [], at };
  }
  const [list, stale] = await Promise.all([documents.list(), documents.stale()]);
  // Whoever looks at the tree may search next.
  void documents.prepareFind().catch(() => {});
  const byId = new Map(stale.map((one) => [one.id, one]));
  return {
    documents: list.map((document) => {
      const found = byId.get(document.id);
      return { ...copy(document), ...(found === undefined ? {} : { stale: staleState(found) }) };
    }),
    unwritten: stale
      .filter(({ state }) => state === 'new')
      .map(({ id, title, domain, parent }) => ({
        id,
        title,
        domain,
        ...(parent === undefined ? {} : { parent }),
      })),
  };
};

function copy<T extends { readonly sections: readonly { readonly key: string; readonly title: string }[] }>(
  document: T,
) {
  return { ...document, sections: [...document.sections] };
}

/** Why a document is out of date, without what it is. */
export function staleState({ state, reason, sections, details }: StaleDocument) {
  return { state, reason, sections: [...sections], details: [...details] };
}
