import type { Handler } from '../handler.ts';

/** More are counted, not listed. */
const mostProblems = 200;

export const importFolder: Handler<'knowledge.importFolder'> = async (
  { path },
  { app, signal, progress },
) => {
  const { name, files, written, removed, problems } = await app.knowledge.importFolder(path, {
    signal,
    onProgress: progress,
  });
  return {
    name,
    files,
    written,
    removed,
    problems: problems.slice(0, mostProblems),
    problemCount: problems.length,
  };
};
