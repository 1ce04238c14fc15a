import type { ShownDocument } from '../../documents/documents.ts';

/** What a document is and which version of it this is, without what it says. */
export function headOf({
  id,
  title,
  domain,
  parent,
  generator,
  generatorVersion,
  version,
  versionAt,
  versionReason,
  refreshedAt,
  retiredAt,
  currentVersion,
  at,
}: ShownDocument) {
  return {
    id,
    title,
    domain,
    ...(parent === undefined ? {} : { parent }),
    generator,
    generatorVersion,
    version,
    versionAt,
    ...(versionReason === undefined ? {} : { versionReason }),
    refreshedAt,
    ...(retiredAt === undefined ? {} : { retiredAt }),
    currentVersion,
    ...(at === undefined ? {} : { at }),
  };
}
