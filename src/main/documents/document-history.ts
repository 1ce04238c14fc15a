import { structuredPatch } from 'diff';
import type { DocumentRecord, DocumentSection, DocumentVersion } from '../../shared/model/document.ts';
import { instantText } from './format.ts';
import { withoutMeasured } from './measured.ts';
import { withProse } from './prose/with-prose.ts';
import { sectionMarkdown } from './render/markdown.ts';

/** A document as one of its versions showed it. */
export interface PastDocument {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly versionAt: DocumentRecord['versionAt'];
  readonly sections: readonly DocumentSection[];
}

/**
 * Goes back from the document as it stands. A section that later versions changed stands as it was last shown
 * before; one that they did not touch is the same but for measured values that were refreshed since, and those are
 * left out rather than shown for a time at which they did not hold.
 * @param versions those from 1 to the current one that are kept, in any order
 * @returns undefined when the version, or one that is needed to go back to it, is not kept
 */
export function reconstruct(
  current: DocumentRecord,
  versions: readonly DocumentVersion[],
  version: number,
): PastDocument | undefined {
  const byNumber = new Map(versions.map((one) => [one.version, one]));
  const target = byNumber.get(version);
  if (target === undefined || version > current.version) return undefined;
  const sections = new Map(
    current.sections.filter((section) => section.live !== true).map((section) => [section.key, section]),
  );
  let until = current.refreshedAt;
  for (let n = current.version; n > version; n--) {
    const step = byNumber.get(n);
    if (step === undefined) return undefined;
    for (const key of step.added) sections.delete(key);
    for (const section of step.replaced) sections.set(section.key, section);
    until = step.at;
  }
  const past = version < current.version;
  return {
    id: current.id,
    title: target.title,
    version,
    versionAt: target.at,
    sections: target.order.flatMap((key) => {
      const section = sections.get(key);
      if (section === undefined) return [];
      if (!past) return [withProse(section)];
      const { prose, ...bare } = section;
      // What was written of it later is no part of what it was.
      const then = prose !== undefined && prose.writtenAt <= until ? { ...bare, prose } : bare;
      return section.writtenAt > until
        ? [{ ...bare, blocks: withoutMeasured(section.blocks) }]
        : [withProse(then)];
    }),
  };
}

export interface DocumentDiff {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly sections: readonly SectionDiff[];
  /** Unified, over all sections; empty when nothing but measured values differs. */
  readonly text: string;
}

export interface SectionDiff {
  readonly key: string;
  readonly title: string;
  readonly type: 'added' | 'removed' | 'changed';
  /** Unified hunks over the section's Markdown. */
  readonly text: string;
}

/**
 * What two versions differ by, as unified Markdown. Lines in which only measured values differ are no difference;
 * lines that are shown are shown whole.
 */
export function diffVersions(from: PastDocument, to: PastDocument): DocumentDiff {
  const before = new Map(from.sections.map((section) => [section.key, section]));
  const after = new Map(to.sections.map((section) => [section.key, section]));
  const keys = [...new Set([...from.sections, ...to.sections].map((section) => section.key))];
  const sections = keys.flatMap((key): SectionDiff[] => {
    const old = before.get(key);
    const now = after.get(key);
    const text = hunks(old, now);
    if (text === '') return [];
    const type = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    return [{ key, title: (now ?? old)?.title ?? key, type, text }];
  });
  const head = (mark: string, one: PastDocument) =>
    `${mark} ${one.id} version ${one.version}\t${instantText(one.versionAt)}\n`;
  const text =
    sections.length === 0
      ? ''
      : head('---', from) +
        head('+++', to) +
        sections.map((section) => `# ${section.type}: ${section.title}\n${section.text}`).join('');
  return { id: to.id, from: from.version, to: to.version, sections, text };
}

function hunks(old: DocumentSection | undefined, now: DocumentSection | undefined): string {
  const [oldLines, oldMasked] = linesOf(old);
  const [nowLines, nowMasked] = linesOf(now);
  const patch = structuredPatch('', '', oldMasked, nowMasked, '', '', { context: 2 });
  return patch.hunks
    .map((hunk) => {
      let before = hunk.oldStart - (hunk.oldLines === 0 ? 0 : 1);
      let after = hunk.newStart - (hunk.newLines === 0 ? 0 : 1);
      const lines = hunk.lines
        .filter((line) => !line.startsWith('\\'))
        .map((line) => {
          // The masked texts told which lines differ; what is shown are the lines themselves.
          if (line.startsWith('-')) return `-${oldLines[before++] ?? ''}`;
          const shown = nowLines[after++] ?? '';
          if (line.startsWith('+')) return `+${shown}`;
          before += 1;
          return ` ${shown}`;
        });
      return `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@\n${lines.join('\n')}\n`;
    })
    .join('');
}

function linesOf(section: DocumentSection | undefined): [lines: readonly string[], masked: string] {
  if (section === undefined) return [[], ''];
  const whole = sectionMarkdown(section);
  const masked = sectionMarkdown({ ...section, blocks: withoutMeasured(section.blocks) });
  return [whole.split('\n'), `${masked}\n`];
}
