import type { DocumentSection } from '../../shared/model/document.ts';
import { digestText } from '../inventory/digest.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { GeneratorDefinition, GeneratorSettings, SectionPlan } from './generator.ts';

/** What a section is written from, as digests: equal digests, equal section. */
export function sectionInputs(
  generator: Pick<GeneratorDefinition, 'id' | 'version'>,
  settings: GeneratorSettings,
  section: SectionPlan,
  view: InventoryView,
): DocumentSection['inputs'] {
  if (section.live === true) return { config: 'live', content: 'live' };
  let common = `${generator.id} ${generator.version} ${JSON.stringify(settings)} ${section.salt ?? ''}`;
  let config = '';
  let content = '';
  for (const { kind, partition } of section.reads) {
    const digest = view.digest(kind, partition);
    common += `\n${kind} ${partition ?? '*'}`;
    config += ` ${digest.config}`;
    content += ` ${digest.content}`;
  }
  return {
    config: digestText(`${common}\n${config}`),
    content: digestText(`${common}\n${config}\n${content}`),
  };
}
