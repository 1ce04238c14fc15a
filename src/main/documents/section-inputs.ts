import type { DocumentSection } from '../../shared/model/document.ts';
import { entityKinds, kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import { digestText } from '../inventory/digest.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { DocumentPlan, GeneratorDefinition, GeneratorSettings, SectionPlan } from './generator.ts';

type Inputs = DocumentSection['inputs'];

const live: Inputs = { config: 'live', content: 'live' };

/** What sections are written from, as digests of one view: equal digests, equal section. */
export interface InputDigests {
  of(generator: Pick<GeneratorDefinition, 'id' | 'version'>, section: SectionPlan): Inputs;
  /** Of whole kinds: equal texts, nothing changed in any of them, nor in the settings. */
  ofKinds(kinds: Iterable<EntityKind>): string;
}

export function inputDigests(view: InventoryView, settings: GeneratorSettings): InputDigests {
  const settingsText = JSON.stringify(settings);
  // Hundreds of sections read the same few kinds and partitions.
  const known = new Map<EntityKind, Map<string | undefined, Inputs>>();
  const read = (kind: EntityKind, partition: string | undefined): Inputs => {
    let ofKind = known.get(kind);
    if (ofKind === undefined) known.set(kind, (ofKind = new Map()));
    let digest = ofKind.get(partition);
    if (digest === undefined) {
      digest = view.digest(kind, partition);
      ofKind.set(partition, digest);
    }
    return digest;
  };
  return {
    of(generator, section) {
      if (section.live === true) return live;
      let common = `${generator.id} ${generator.version} ${settingsText} ${section.salt ?? ''}`;
      let config = '';
      let content = '';
      for (const { kind, partition } of section.reads) {
        const digest = read(kind, partition);
        const name = `\n${kind} ${partition ?? '*'}`;
        content += `${name} ${digest.content}`;
        // Where something that comes and goes by itself lies is not configuration either.
        if (kindDefinition(kind).runtime === true) continue;
        common += name;
        config += ` ${digest.config}`;
      }
      const configuration = digestText(`${common}\n${config}`);
      return { config: configuration, content: digestText(`${configuration}\n${content}`) };
    },
    ofKinds(kinds) {
      let text = `${settingsText}\n`;
      for (const kind of kinds) text += `${kind} ${read(kind, undefined).content}\n`;
      return text;
    },
  };
}

/** Every kind that a generator's documents can depend on: those of its domain, and those that its sections read. */
export function kindsOf(generator: GeneratorDefinition, plans: readonly DocumentPlan[]): Set<EntityKind> {
  const kinds = new Set(entityKinds.filter((kind) => kindDefinition(kind).domain === generator.domain));
  kinds.add('finding');
  for (const plan of plans) {
    for (const section of plan.sections) for (const { kind } of section.reads) kinds.add(kind);
  }
  return kinds;
}
