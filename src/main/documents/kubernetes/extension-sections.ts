import type { EntityOf } from '../../../shared/model/entity.ts';
import { computed, table, unknown, when, type EntityColumn } from '../build.ts';
import { age, number } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import { joinParts, noPart, pagedTable, type PagePart } from '../paged-table.ts';
import type { Scope } from './scopes.ts';
import { namespaceColumn, related, textList } from './text.ts';

type Definition = EntityOf<'custom-resource-definition'>;
type Custom = EntityOf<'custom-resource'>;
type Addon = EntityOf<'addon'>;
type Certificate = EntityOf<'certificate'>;
type Event = EntityOf<'k8s-event'>;

/** Custom resource definitions, and what was made of them. */
export function definitionSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const { view } = scope;
  return pagedTable<Definition>({
    page: scope.page,
    key: 'custom-resource-definitions',
    title: 'Custom resource definitions',
    noun: ['definition', 'definitions'],
    entities: scope.members('custom-resource-definition'),
    columns: [
      { title: 'Definition', path: 'name' },
      { title: 'Kind', path: 'resourceKind' },
      { title: 'Group', path: 'group' },
      { title: 'Scope', path: 'scope' },
      { title: 'Versions', path: 'versions' },
      { title: 'Established', path: 'established' },
      {
        title: 'Objects',
        align: 'right',
        value: (definition) =>
          computed(
            number(view.inbound(definition, 'instance-of').length),
            `custom resources of ${definition.name}`,
          ),
      },
    ],
    reads: scope.reads('custom-resource-definition', 'custom-resource'),
    settings,
  });
}

export function customResourceSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const { view } = scope;
  return pagedTable<Custom>({
    page: scope.page,
    key: 'custom-resources',
    title: 'Custom resources',
    level: 3,
    noun: ['custom resource', 'custom resources'],
    entities: scope.members('custom-resource'),
    columns: [
      { title: 'Object', path: 'name' },
      ...namespaceColumn<Custom>(scope),
      { title: 'Kind', path: 'resourceKind' },
      { title: 'API version', path: 'apiVersion' },
      {
        title: 'Definition',
        value: (custom) => related(view, custom, 'instance-of', unknown('its definition was not seen')),
      },
      { title: 'Owner', value: (custom) => related(view, custom, 'owned-by', 'none') },
      {
        title: 'Conditions',
        path: 'conditions',
        format: (conditions) => textList(conditions.map(({ type, status }) => `${type} ${status}`)),
      },
      ...when<EntityColumn<Custom>>(settings.depth === 'full', [
        { title: 'Fields set', path: 'specFields' },
        { title: 'Since', path: 'createdAt' },
      ]),
    ],
    reads: scope.reads('custom-resource', 'custom-resource-definition'),
    settings,
  });
}

export function addonSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const { view } = scope;
  return pagedTable<Addon>({
    page: scope.page,
    key: 'add-ons',
    title: 'Add-ons',
    noun: ['add-on', 'add-ons'],
    entities: scope.members('addon'),
    columns: [
      { title: 'Add-on', path: 'name' },
      ...namespaceColumn<Addon>(scope),
      { title: 'For', value: ({ attributes }) => attributes.purpose ?? unknown('the name tells no purpose') },
      { title: 'Version', path: 'version' },
      { title: 'Recognised by', path: 'origin' },
      { title: 'From', value: (addon) => related(view, addon, 'owned-by', addon.attributes.from ?? '') },
    ],
    reads: scope.reads('addon', 'workload', 'custom-resource'),
    settings,
  });
}

export function certificateSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const { view } = scope;
  return pagedTable<Certificate>({
    page: scope.page,
    key: 'certificates',
    title: 'Certificates',
    noun: ['certificate', 'certificates'],
    entities: scope.members('certificate'),
    columns: [
      { title: 'Certificate', path: 'name' },
      ...namespaceColumn<Certificate>(scope),
      { title: 'Use', path: 'use' },
      { title: 'Subject', path: 'commonName' },
      { title: 'Names', value: ({ attributes }) => textList(attributes.dnsNames) },
      { title: 'Issuer', path: 'issuer' },
      { title: 'Until', path: 'expiresAt' },
      {
        title: 'Left',
        align: 'right',
        volatile: true,
        value: (certificate) => {
          const { expiresAt } = certificate.attributes;
          if (expiresAt === undefined) {
            return unknown(certificate.unknown['expiresAt'] ?? 'the end date is not known');
          }
          return computed(age(view.at, expiresAt), `end of ${certificate.name}`, { volatile: true });
        },
      },
      { title: 'Renewal', path: 'renewsAt' },
      { title: 'Secret', value: ({ attributes }) => attributes.secret ?? '' },
    ],
    reads: scope.reads('certificate'),
    settings,
  });
}

/** Newest first, since that is what is asked; a table of its own for each severity would tear stories apart. */
export function eventSections(scope: Scope, settings: GeneratorSettings): PagePart {
  const { view } = scope;
  const events = scope.members('k8s-event').toSorted((a, b) => {
    const left = a.attributes.lastAt ?? '';
    const right = b.attributes.lastAt ?? '';
    return left === right ? 0 : left < right ? 1 : -1;
  });
  return pagedTable<Event>({
    page: scope.page,
    key: 'events',
    title: 'Events',
    noun: ['event', 'events'],
    entities: events,
    none: 'No event was seen.',
    columns: [
      { title: 'Last seen', path: 'lastAt' },
      { title: 'Type', path: 'type' },
      { title: 'Reason', path: 'reason' },
      ...namespaceColumn<Event>(scope),
      {
        title: 'Object',
        value: (event) => related(view, event, 'concerns', event.attributes.object ?? 'nothing named'),
      },
      { title: 'Message', path: 'message' },
      { title: 'Times', path: 'count', align: 'right' },
      { title: 'First seen', path: 'firstAt' },
      { title: 'From', path: 'component' },
      { title: 'Event', path: 'name' },
    ],
    reads: scope.reads('k8s-event'),
    settings,
  });
}

/** What analysed the cluster before us, e.g. a support bundle. */
export function checkSections(scope: Scope): PagePart {
  const { cluster } = scope;
  const checks = cluster?.attributes.checks ?? [];
  if (cluster === undefined || checks.length === 0) return noPart;
  const section: SectionPlan = {
    key: 'checks',
    title: 'Checks of the source itself',
    level: 2,
    reads: scope.reads('k8s-cluster'),
    render: () => [
      table(
        ['Check', 'Verdict', 'What it found'],
        checks.map(({ name, severity, title, detail }) => ({
          entity: cluster.id,
          cells: [[title ?? name], [severity], [detail]],
        })),
      ),
    ],
  };
  return joinParts([{ sections: [section], pages: [] }]);
}
