import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutMeasured } from '../../src/main/documents/measured.ts';
import type { DocumentSection } from '../../src/shared/model/document.ts';
import type { EntityOf } from '../../src/shared/model/entity.ts';
import { buildEntity } from '../support/build-view.ts';
import { propertyRuns } from '../support/property.ts';
import { documentsBench, type DocumentsBench } from '../support/test-documents.ts';

interface VmState {
  readonly vcpus: number;
  readonly cpuUsageMhz: number;
  readonly cluster: string;
  readonly alone: boolean;
}

type Step =
  | { readonly type: 'set'; readonly name: string; readonly state: VmState | undefined }
  | { readonly type: 'generate'; readonly force: boolean; readonly ids: boolean }
  | { readonly type: 'restart' }
  /** The n-th write from here on fails; what follows is a new process. */
  | { readonly type: 'crash'; readonly after: number }
  | { readonly type: 'note'; readonly pick: number; readonly text: string }
  | { readonly type: 'edit'; readonly pick: number; readonly text: string }
  | { readonly type: 'remove'; readonly pick: number }
  /** A note while documents are generated. */
  | { readonly type: 'race'; readonly pick: number; readonly text: string };

const name = fc.constantFrom('a', 'b', 'c', 'd');
const state = fc.record({
  vcpus: fc.integer({ min: 1, max: 3 }),
  cpuUsageMhz: fc.integer({ min: 0, max: 3 }),
  cluster: fc.constantFrom('prod-a', 'prod-b'),
  alone: fc.boolean(),
});
const text = fc.string({ minLength: 1, maxLength: 12 }).filter((value) => value.trim() !== '');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('set' as const),
      name,
      state: fc.option(state, { nil: undefined }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant('generate' as const), force: fc.boolean(), ids: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('crash' as const), after: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('note' as const), pick: fc.nat(), text }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('edit' as const), pick: fc.nat(), text }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('remove' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('race' as const), pick: fc.nat(), text }) },
);

/** What a section says once measured values are left out. */
function configuration(sections: readonly DocumentSection[]): string {
  return JSON.stringify(
    sections
      .filter((section) => section.live !== true)
      .map(({ key, title, level, blocks }) => [key, title, level, withoutMeasured(blocks)]),
  );
}

/** A documents service beside the simplest account of what it must remember. */
class Model {
  bench: DocumentsBench = documentsBench();
  readonly vms = new Map<string, VmState>();
  /** Document → version → its configuration as it was shown. */
  readonly versions = new Map<string, Map<number, string>>();
  /** Note id → where it hangs and what it says. */
  readonly notes = new Map<string, { document: string; text: string }>();

  entities(): EntityOf<'vm'>[] {
    return [...this.vms].map(([vm, { vcpus, cpuUsageMhz, cluster, alone }]) =>
      buildEntity('vm', vm, {
        partition: cluster,
        attributes: { vcpus, cpuUsageMhz },
        ...(alone ? { labels: { alone: 'yes' } } : {}),
      }),
    );
  }

  async observe(): Promise<void> {
    for (const { id } of await this.bench.documents.list()) {
      const { version, sections } = await this.bench.documents.show(id, { format: 'blocks' });
      const known = this.versions.get(id) ?? new Map<number, string>();
      this.versions.set(id, known);
      const shown = configuration(sections);
      // A version is a promise: once shown, its configuration never changes.
      assert.equal(known.get(version) ?? shown, shown);
      assert.ok(version >= Math.max(0, ...known.keys()), `${id} went back to version ${version}`);
      known.set(version, shown);
    }
  }

  async check(): Promise<void> {
    for (const [id, versions] of this.versions) {
      const kept = await this.bench.documents.versions(id);
      assert.deepEqual(
        kept.map(({ version }) => version),
        Array.from({ length: Math.max(...versions.keys()) }, (_, i) => Math.max(...versions.keys()) - i),
      );
      for (const [version, shown] of versions) {
        const { sections } = await this.bench.documents.show(id, { version, format: 'blocks' });
        assert.equal(configuration(sections), shown);
      }
    }
    const notes = new Map<string, { document: string; text: string }>();
    for (const { id } of await this.bench.documents.list()) {
      for (const note of await this.bench.documents.listNotes(id)) {
        notes.set(note.id, { document: id, text: note.text });
      }
      const { text: shown = '', notes: shownNotes } = await this.bench.documents.show(id);
      assert.equal(shown.split('> **Note**').length - 1, shownNotes.length);
    }
    assert.deepEqual(notes, this.notes);
  }

  restart(): void {
    this.bench.store.beforeWrite = undefined;
    this.bench = this.bench.restart();
  }

  async take(one: Step): Promise<void> {
    const { documents } = this.bench;
    await this.bench.clock.advance(1000);
    switch (one.type) {
      case 'set':
        if (one.state === undefined) this.vms.delete(one.name);
        else this.vms.set(one.name, one.state);
        this.bench.see(this.entities());
        return;
      case 'generate': {
        const known = await documents.list();
        await documents.generate(one.ids ? known.slice(0, 1).map(({ id }) => id) : undefined, {
          force: one.force,
        });
        await this.observe();
        const before = this.bench.store.writes.length;
        if (!one.ids) await documents.generate();
        assert.equal(this.bench.store.writes.length, before, 'a second generation wrote something');
        return;
      }
      case 'restart':
        this.restart();
        return;
      case 'crash': {
        let left = one.after;
        this.bench.store.beforeWrite = () => {
          left -= 1;
          if (left <= 0) throw new Error('killed');
        };
        await documents.generate().catch((error: unknown) => {
          assert.match(String(error), /killed/);
        });
        this.restart();
        await this.bench.documents.generate();
        await this.observe();
        return;
      }
      case 'note':
      case 'race': {
        const target = await this.pick(one.pick);
        if (target === undefined) return;
        const [note] = await Promise.all([
          documents.addNote(target.id, { section: target.section, text: one.text, author: 'ola' }),
          one.type === 'race' ? documents.generate() : undefined,
        ]);
        this.notes.set(note.id, { document: target.id, text: one.text });
        if (one.type === 'race') await this.observe();
        return;
      }
      case 'edit':
      case 'remove': {
        const ids = [...this.notes.keys()];
        const id = ids[one.pick % Math.max(1, ids.length)];
        const known = id === undefined ? undefined : this.notes.get(id);
        if (id === undefined || known === undefined) return;
        if (one.type === 'remove') {
          await documents.removeNote(known.document, id, 'ola');
          this.notes.delete(id);
        } else {
          await documents.editNote(known.document, id, one.text);
          this.notes.set(id, { ...known, text: one.text });
        }
      }
    }
  }

  async pick(n: number): Promise<{ id: string; section: string } | undefined> {
    const places = (await this.bench.documents.list()).flatMap(({ id, sections }) =>
      sections.map(({ key }) => ({ id, section: key })),
    );
    return places[n % Math.max(1, places.length)];
  }
}

test('whatever happens, versions stay what they were and notes stay', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const model = new Model();
      for (const one of steps) await model.take(one);
      await expect(model.check()).resolves.toBeUndefined();
    }),
    { numRuns: propertyRuns(60, 3000) },
  );
});
