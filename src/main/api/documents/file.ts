import type { Handler } from '../handler.ts';

export const file: Handler<'documents.file'> = async ({ id, format, ...which }, { app }) => {
  const { text = '', version, currentVersion } = await app.documents.show(id, { ...which, format });
  const name = id.replaceAll('/', '-') + (version === currentVersion ? '' : `-v${version}`);
  return format === 'markdown'
    ? { name: `${name}.md`, mediaType: 'text/markdown', text }
    : { name: `${name}.html`, mediaType: 'text/html', text };
};
