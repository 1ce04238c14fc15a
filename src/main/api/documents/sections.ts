import type { Handler } from '../handler.ts';

export const sections: Handler<'documents.sections'> = (_input, { app }) => ({
  catalogue: app.documents.sections().map((one) => ({ ...one, sections: [...one.sections] })),
});
