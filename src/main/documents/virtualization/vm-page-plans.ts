import { computed, documentLink, paragraph, table } from '../build.ts';
import { count, number } from '../format.ts';
import type { DocumentPlan, GeneratorSettings, SectionPlan } from '../generator.ts';
import { slug } from '../slug.ts';
import type { Scope } from './scopes.ts';
import { rangesByName } from './vm-pages.ts';
import { vmSections } from './vm-sections.ts';

/** A cluster with up to this many pages' worth of VMs still shows them itself. */
const pagesWorth = 2;

/** Pages of VMs by name, for a cluster whose VMs are too many for its own page; undefined when they are not. */
export function vmPages(
  scope: Scope,
  settings: GeneratorSettings,
): { readonly index: SectionPlan; readonly pages: readonly DocumentPlan[] } | undefined {
  const vms = scope.members('vm');
  if (vms.length <= pagesWorth * settings.rowsPerPage) return undefined;
  const ranges = rangesByName(vms, settings.rowsPerPage).map((range) => ({
    ...range,
    id: `${scope.page}/vms-${slug(range.from)}`,
    title: `VMs of ${scope.title} from ${range.vms[0]?.name ?? range.from}`,
  }));
  return {
    index: {
      key: 'vm-pages',
      title: 'VMs',
      level: 2,
      reads: [scope.reads('vm')],
      render: () => [
        paragraph(`${count(vms.length, 'VM')} on ${count(ranges.length, 'page')}, by name.`),
        table(
          ['Page', 'To', { title: 'VMs', align: 'right' }],
          ranges.map((range) => [
            documentLink(range.id, range.vms[0]?.name ?? range.from),
            range.vms.at(-1)?.name ?? range.from,
            computed(number(range.vms.length), `VMs of ${scope.title}`),
          ]),
        ),
      ],
    },
    pages: ranges.map((range): DocumentPlan => ({
      id: range.id,
      title: range.title,
      parent: scope.page,
      sections: vmSections(
        {
          reads: [scope.reads('vm')],
          vms: () => range.vms,
        },
        settings,
        2,
      ),
    })),
  };
}
