import type { Block } from '../../shared/model/block.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { computed, documentLink, list, paragraph, type EntityColumn } from './build.ts';
import { count } from './format.ts';
import type { DocumentPlan, GeneratorSettings, SectionPlan } from './generator.ts';
import { knownTable } from './known-columns.ts';

/** A part of a page, and the further pages that it takes. */
export interface PagePart {
  readonly sections: readonly SectionPlan[];
  readonly pages: readonly DocumentPlan[];
}

export const noPart: PagePart = { sections: [], pages: [] };

/**
 * The homes of some entities: one table, or beyond `rowsPerPage` pages of that many rows each with a list of them.
 * Nothing at all where there are no entities, unless `none` says so.
 */
export function pagedTable<E extends Entity>(options: {
  readonly page: string;
  readonly key: string;
  readonly title: string;
  readonly level?: SectionPlan['level'];
  readonly noun: readonly [one: string, many: string];
  readonly entities: readonly E[];
  readonly columns: readonly EntityColumn<E>[];
  readonly reads: SectionPlan['reads'];
  readonly settings: GeneratorSettings;
  /**
   * Said instead of leaving the section out where there are none: for what comes and goes by itself, since a section
   * that appears is a new version of the document.
   */
  readonly none?: string;
  /** Shown above the table or the list of pages, e.g. a diagram. */
  readonly intro?: () => readonly Block[];
}): PagePart {
  const { page, key, title, entities, columns, reads, settings, noun } = options;
  const size = settings.rowsPerPage;
  const level = options.level ?? 2;
  if (entities.length === 0) {
    const { none } = options;
    if (none === undefined) return noPart;
    return { sections: [{ key, title, level, reads, render: () => [paragraph(none)] }], pages: [] };
  }
  const intro = options.intro ?? (() => []);
  if (entities.length <= size) {
    const render = () => [...intro(), ...knownTable({ entities, home: true, columns })];
    return { sections: [{ key, title, level, reads, render }], pages: [] };
  }
  const parts = Array.from({ length: Math.ceil(entities.length / size) }, (_, i) =>
    entities.slice(i * size, (i + 1) * size),
  );
  const pages = parts.map((part, i): DocumentPlan => {
    const range = `${part[0]?.name ?? ''} – ${part.at(-1)?.name ?? ''}`;
    return {
      id: `${page}-${key}-${i + 1}`,
      title: `${title} ${i + 1}: ${range}`,
      parent: page,
      sections: [
        {
          key,
          title: range,
          level: 2,
          reads,
          salt: `${i + 1}/${parts.length}`,
          render: () => [...knownTable({ entities: part, home: true, columns })],
        },
      ],
    };
  });
  const section: SectionPlan = {
    key,
    title,
    level,
    reads,
    salt: `${pages.length} pages`,
    render: () => [
      ...intro(),
      paragraph(computed(count(entities.length, ...noun), title), ' on pages of their own:'),
      list(pages.map((one) => [documentLink(one.id, one.title)])),
    ],
  };
  return { sections: [section], pages };
}

export function joinParts(parts: readonly PagePart[]): PagePart {
  return { sections: parts.flatMap((part) => part.sections), pages: parts.flatMap((part) => part.pages) };
}
