import type { DocumentRecord } from '../../shared/model/document.ts';
import type { Instant } from '../../shared/model/ids.ts';
import { DomainError } from '../platform/errors.ts';

export function documentNotFound(id: string, known: Iterable<string>): DomainError {
  const all = [...known];
  const near = all.filter((other) => other.includes(id) || id.includes(other)).slice(0, 5);
  return new DomainError('document-not-found', `There is no document "${id}"`, {
    hint:
      all.length === 0
        ? 'No document has been written yet: write the documents first (datacenter-docs generate).'
        : near.length > 0
          ? `There is ${near.join(', ')}; the list of documents shows all.`
          : 'The list of documents shows all; `datacenter-docs docs list` in a terminal.',
  });
}

export function versionNotFound(document: DocumentRecord, version: number): DomainError {
  return new DomainError(
    'version-not-found',
    `"${document.id}" has no version ${version}: expected 1 to ${document.version}`,
    { hint: 'older versions may have been cleaned up; docs show --versions lists those that are kept' },
  );
}

export function notWrittenThen(document: DocumentRecord, at: Instant): DomainError {
  return new DomainError('version-not-found', `"${document.id}" had not been written at ${at}`, {
    hint: 'ask for a later time; older versions may have been cleaned up',
  });
}
