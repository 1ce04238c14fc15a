import type { DocumentRecord } from '../../shared/model/document.ts';
import type { Instant } from '../../shared/model/ids.ts';
import { DomainError } from '../platform/errors.ts';

export function documentNotFound(id: string, known: Iterable<string>): DomainError {
  const all = [...known];
  const near = all.filter((other) => other.includes(id) || id.includes(other)).slice(0, 5);
  return new DomainError('document-not-found', `there is no document "${id}"`, {
    hint:
      all.length === 0
        ? 'no document has been written yet: datacenter-docs generate'
        : `${near.length > 0 ? `there is ${near.join(', ')}; ` : ''}datacenter-docs docs list shows all`,
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
