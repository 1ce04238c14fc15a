import type { Handler } from '../handler.ts';
import { requireDesktop } from './require-desktop.ts';

export const savePdf: Handler<'desktop.savePdf'> = async ({ documentId, version }, { app, host }) => {
  const desktop = requireDesktop(host, 'Saving as PDF');
  const { title, text } = await app.documents.show(documentId, {
    format: 'html',
    ...(version !== undefined && { version }),
  });
  const saved = await desktop.savePdf({ title, html: text ?? '' });
  return saved === undefined ? { saved: false } : { saved: true, path: saved.path };
};
