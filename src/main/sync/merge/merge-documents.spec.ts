import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentRecord, DocumentSection, SectionProse } from '../../../shared/model/document.ts';
import { instant, type Instant } from '../../../shared/model/ids.ts';
import { propertyRuns } from '../../../../test/support/property.ts';
import { withEditedNote, withNote, withoutNote, withRestoredNote } from '../../documents/document-notes.ts';
import { updateDocument, type PlannedSection } from '../../documents/document-update.ts';
import { nameOfText, textsOf } from '../../documents/note-texts.ts';
import { mergeDocuments } from './merge-documents.ts';

const at = (minute: number): Instant => instant(Date.UTC(2026, 10, 23, 12, minute));
const generator = { id: 'network', version: 1, domain: 'network' as const };
const planned = (key: string, config: string, content: string): PlannedSection => ({
  key,
  title: key,
  level: 2,
  live: false,
  inputs: { config, content: `${config} ${content}` },
  blocks: [{ t: 'paragraph', content: [`${config} ${content}`] }],
});

/** As it is generated: what the inventory says of some sections, in one way or another. */
function generated(
  before: DocumentRecord | undefined,
  sections: readonly PlannedSection[],
  now: Instant,
  fence?: number,
): DocumentRecord {
  const plan = { id: 'network', title: 'Network' };
  const { record } = updateDocument(before, { generator, plan, sections }, now, () => 'changed');
  return fence === undefined ? record : { ...record, fence };
}

const made = generated(undefined, [planned('one', 'c0', 'm0'), planned('two', 'c0', 'm0')], at(0));

type Step =
  | { readonly do: 'generate'; readonly second: boolean; readonly config: string; readonly content: string }
  | { readonly do: 'lead' | 'retire' | 'prose' | 'add' }
  | { readonly do: 'edit' | 'remove' | 'restore'; readonly pick: number }
  | { readonly do: 'meet'; readonly station: number };

const some = fc.constantFrom('a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('generate' as const), second: fc.boolean(), config: some, content: some }),
  fc.record({ do: fc.constantFrom('lead' as const, 'retire', 'prose', 'add') }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('edit' as const, 'edit', 'edit', 'remove', 'restore'),
      pick: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('meet' as const), station: fc.integer({ min: 0, max: 2 }) }),
  },
);
const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), step), { maxLength: 40 });
const skew = fc.constantFrom(0, -1_440, 1_440);

interface Station {
  readonly name: string;
  readonly record: DocumentRecord;
  readonly fence?: number;
}
interface History {
  readonly copies: readonly [DocumentRecord, DocumentRecord, DocumentRecord];
  /** Texts of notes, by name, that somebody wrote; of these, those that somebody wrote over or removed. */
  readonly written: ReadonlySet<string>;
  readonly replaced: ReadonlySet<string>;
}

/** Three stations with clocks of their own, that write one document and its notes, and meet now and then. */
function history(taken: readonly (readonly [number, Step])[], clocks: readonly number[]): History {
  const stations: Station[] = ['A', 'B', 'C'].map((name) => ({ name, record: made }));
  const written = new Set<string>();
  const replaced = new Set<string>();
  let minute = 0;
  for (const [place, one] of taken) {
    minute += 1;
    const station = stations[place];
    if (!station) continue;
    const next = stepped(station, one, stations, at(minute + (clocks[place] ?? 0)), minute);
    if (one.do !== 'meet') {
      const [before, after] = [namesOf(station.record), namesOf(next.record)];
      for (const name of after) written.add(name);
      for (const name of before) if (!after.has(name)) replaced.add(name);
    }
    stations[place] = next;
  }
  const [a = made, b = made, c = made] = stations.map(({ record }) => record);
  return { copies: [a, b, c], written, replaced };
}

const namesOf = ({ notes }: DocumentRecord): ReadonlySet<string> =>
  new Set(notes.flatMap((note) => textsOf(note).map((text) => `${note.id} ${nameOfText(text)}`)));

function stepped(
  station: Station,
  one: Step,
  stations: readonly Station[],
  now: Instant,
  minute: number,
): Station {
  const { name, record } = station;
  const changed = (next: DocumentRecord): Station => ({ ...station, record: next });
  switch (one.do) {
    case 'generate': {
      const sections = [
        planned('one', one.config, one.content),
        ...(one.second ? [planned('two', one.config, 'm')] : []),
      ];
      return changed(generated(record, sections, now, station.fence ?? record.fence));
    }
    case 'lead':
      return { ...station, fence: 1 + Math.max(record.fence ?? 0, station.fence ?? 0) };
    case 'retire':
      return changed({ ...record, retiredAt: now });
    case 'prose': {
      const prose: SectionProse = {
        about: 'summary',
        sentences: [],
        omitted: 0,
        facts: 'f',
        model: name,
        writtenAt: now,
      };
      const sections = record.sections.map((section): DocumentSection => ({ ...section, prose }));
      return changed({ ...record, sections });
    }
    case 'add': {
      const note = {
        id: `n${minute}`,
        section: 'one',
        text: `${name} ${minute}`,
        author: name,
        createdAt: now,
      };
      return changed(withNote(record, note));
    }
    case 'edit':
    case 'remove':
    case 'restore': {
      const note = record.notes[one.pick % Math.max(1, record.notes.length)];
      if (!note) return station;
      if (one.do === 'edit')
        return changed(withEditedNote(record, note.id, `${name} ${minute}`, now, {}, name));
      const removed = withoutNote(record, note.id, { by: name, at: now });
      return changed(one.do === 'remove' ? removed : withRestoredNote(removed, note, now, name));
    }
    case 'meet':
      return changed(mergeDocuments(record, stations[one.station]?.record ?? record));
    default:
      return one satisfies never;
  }
}

const forAll = (check: (history: History) => void) =>
  fc.assert(
    fc.property(steps, fc.tuple(skew, skew, skew), (taken, clocks) => check(history(taken, clocks))),
    { numRuns: propertyRuns(1_000, 30_000) },
  );

describe('two copies of a document', () => {
  it('become the same whatever the order in which they meet, and however often', () => {
    forAll(({ copies: [a, b, c] }) => {
      expect(mergeDocuments(a, b)).toEqual(mergeDocuments(b, a));
      expect(mergeDocuments(mergeDocuments(a, b), c)).toEqual(mergeDocuments(a, mergeDocuments(b, c)));
      expect(mergeDocuments(mergeDocuments(a, b), b)).toEqual(mergeDocuments(a, b));
      expect(mergeDocuments(a, a)).toEqual(a);
    });
  });

  it('keep every text of a note that nobody wrote over, and none that somebody did', () => {
    forAll(({ copies, written, replaced }) => {
      const kept = namesOf(copies.reduce(mergeDocuments));
      expect(kept).toEqual(new Set([...written].filter((name) => !replaced.has(name))));
    });
  });

  it('are generated as the newest leader wrote it, and by one of them whole', () => {
    forAll(({ copies }) => {
      const merged = copies.reduce(mergeDocuments);
      expect(merged.fence).toBe(
        copies.reduce<number | undefined>(
          (highest, { fence }) => ((fence ?? 0) > (highest ?? 0) ? fence : highest),
          undefined,
        ),
      );
      const bare = ({ sections }: DocumentRecord) => sections.map(({ prose: _, ...section }) => section);
      expect(copies.map(bare)).toContainEqual(bare(merged));
      const written = copies.flatMap(({ sections, otherProse = [] }) => [
        ...sections.flatMap(({ key, prose }) => (prose ? [{ key, at: prose.writtenAt }] : [])),
        ...otherProse.map(({ section, prose }) => ({ key: section, at: prose.writtenAt })),
      ]);
      for (const { key, prose } of merged.sections)
        expect(prose?.writtenAt).toBe(
          written
            .flatMap((one) => (one.key === key ? [one.at] : []))
            .toSorted()
            .at(-1),
        );
    });
  });
});

describe('a note', () => {
  const note = { id: 'n1', section: 'one', text: 'first', author: 'alice', createdAt: at(1) };
  const noted = withNote(made, note);

  it('that two wrote anew has the newer text, and the other beside it, until somebody writes one of both', () => {
    const ours = withEditedNote(noted, 'n1', 'ours', at(5), {}, 'alice');
    const theirs = withEditedNote(noted, 'n1', 'theirs', at(4), {}, 'bob');
    const merged = mergeDocuments(ours, theirs);
    expect(merged.notes).toMatchObject([
      { text: 'ours', author: 'alice', alternatives: [{ text: 'theirs', author: 'bob', writtenAt: at(4) }] },
    ]);
    const settled = withEditedNote(merged, 'n1', 'both', at(6), { alternatives: 1 }, 'bob');
    expect(settled.notes[0]).toMatchObject({ text: 'both', author: 'alice', editedBy: 'bob' });
    expect(settled.notes[0]).not.toHaveProperty('alternatives');
    expect(mergeDocuments(settled, theirs)).toEqual(settled);
    expect(() => withEditedNote(merged, 'n1', 'unseen', at(6), { alternatives: 0 }, 'bob')).toThrow(
      /other texts/,
    );
  });

  it('that one wrote anew and the other still has as it was is no conflict, whatever their clocks say', () => {
    const anew = withEditedNote(noted, 'n1', 'anew', at(-1_440), {}, 'alice');
    expect(mergeDocuments(noted, anew)).toEqual(anew);
  });

  it('that one removed is gone where the other left it alone, and stays where they wrote it anew', () => {
    const removed = withoutNote(noted, 'n1', { by: 'bob', at: at(9) });
    expect(mergeDocuments(removed, noted).notes).toEqual([]);
    const anew = withEditedNote(noted, 'n1', 'anew', at(3), {}, 'alice');
    expect(mergeDocuments(removed, anew).notes).toMatchObject([{ text: 'anew' }]);
    const back = withRestoredNote(removed, note, at(10), 'bob');
    expect(mergeDocuments(removed, back).notes).toMatchObject([{ text: 'first', author: 'alice' }]);
  });
});
