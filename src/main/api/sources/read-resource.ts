import type { Handler } from '../handler.ts';

export const readResource: Handler<'sources.readResource'> = async ({ name, uri }, { app, signal }) => {
  const session = await app.mcp.pool.session(name, { signal });
  const contents = await session.readResource(uri, { signal });
  return {
    contents: contents.map(({ uri: of, mimeType, text, data }) => ({
      uri: of,
      ...(mimeType !== undefined && { mimeType }),
      ...(text !== undefined && { text }),
      ...(data !== undefined && { data }),
    })),
  };
};
