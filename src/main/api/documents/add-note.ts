import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';

export const addNote: Handler<'documents.addNote'> = async ({ id, author, ...note }, { app, peer }) => {
  if (author !== undefined && author !== peer.operator && peer.via !== 'cli' && peer.via !== 'memory') {
    throw new DomainError(
      'not-permitted',
      `notes from here are signed by ${peer.operator}, not by ${author}`,
      {
        hint: 'leave the author out',
      },
    );
  }
  return app.documents.addNote(id, { ...note, author: author ?? peer.operator });
};
