import type { Handler } from '../handler.ts';

export const versions: Handler<'documents.versions'> = async ({ id }, { app: { documents } }) => {
  const [{ title }, kept] = await Promise.all([
    documents.show(id, { format: 'blocks' }),
    documents.versions(id),
  ]);
  return { id, title, versions: kept.map((version) => ({ ...version, sections: [...version.sections] })) };
};
