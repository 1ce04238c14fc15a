import type { Handler } from '../handler.ts';

/** Characters in one answer, unless a single file has more. */
const mostCharacters = 1_000_000;

const exportDocuments: Handler<'documents.export'> = async ({ ids, format, after }, { app, signal }) => {
  const exported = await app.documents.exportFiles({ format, ...(ids === undefined ? {} : { ids }) });
  const { paths, index } = exported;
  // Documents that were written or retired meanwhile do not move the others.
  let done = after === undefined ? 0 : paths.indexOf(after) + 1;
  const files: { path: string; text: string }[] = [];
  let characters = 0;
  while (done < paths.length && characters < mostCharacters) {
    signal.throwIfAborted();
    const path = paths[done] ?? index;
    const text = await exported.text(path);
    done += 1;
    if (text === undefined) continue;
    files.push({ path, text });
    characters += text.length;
  }
  const last = paths[done - 1];
  return {
    files,
    index,
    done,
    total: paths.length,
    ...(done < paths.length && last !== undefined ? { next: last } : {}),
  };
};
export { exportDocuments as export };
