import { entityTable, paragraph, when, type EntityColumn } from '../build.ts';
import type { EntityOf } from '../../../shared/model/entity.ts';
import { dateText, instantText, number, yesNo } from '../format.ts';
import type { GeneratorSettings, SectionPlan } from '../generator.ts';
import type { InventoryView } from '../../inventory/view.ts';
import { maybe, nestedTable } from './nested-table.ts';

/** vCenter itself: identity, certificate, licenses, roles, alarms, and the datacenters that it divides into. */
export function vcenterSections(view: InventoryView, settings: GeneratorSettings): readonly SectionPlan[] {
  const full = settings.depth === 'full';
  return [
    {
      key: 'vcenter',
      title: 'vCenter',
      level: 2,
      reads: [{ kind: 'vcenter' }, { kind: 'datacenter' }],
      render: () => {
        const vcenters = view.all('vcenter');
        const datacenters = view.all('datacenter');
        return [
          vcenters.length === 0
            ? paragraph('No vCenter is known.')
            : entityTable({
                entities: vcenters,
                home: true,
                columns: [
                  { title: 'vCenter', path: 'name' },
                  { title: 'Version', path: 'version' },
                  { title: 'Build', path: 'build' },
                  { title: 'API', path: 'apiVersion' },
                  { title: 'Host name', path: 'hostName' },
                  { title: 'Operating system', path: 'osType' },
                  { title: 'Instance UUID', path: 'instanceUuid' },
                  { title: 'Certificate', path: 'certificate', format: (value) => value.subject },
                  { title: 'Issued by', path: 'certificate', format: (value) => value.issuer },
                  {
                    title: 'Valid until',
                    path: 'certificate',
                    format: (value) => maybe(value.expiresAt, dateText),
                  },
                ],
              }),
          ...when(datacenters.length > 0, [
            entityTable({
              entities: datacenters,
              home: true,
              caption: 'Datacenters',
              columns: [
                { title: 'Datacenter', path: 'name' },
                { title: 'Folder', path: 'folder' },
                { title: 'Source', value: (datacenter) => datacenter.source },
              ] satisfies EntityColumn<EntityOf<'datacenter'>>[],
            }),
          ]),
        ];
      },
    },
    {
      key: 'licenses',
      title: 'Licenses',
      level: 3,
      reads: [{ kind: 'vcenter' }],
      render: () => [
        paragraph('Keys are masked but for their last group.'),
        nestedTable({
          entities: view.all('vcenter'),
          of: 'vCenter',
          path: 'licenses',
          list: (vcenter) => vcenter.attributes.licenses,
          full,
          none: 'No licenses.',
          columns: [
            { title: 'License', value: (license) => license.name },
            { title: 'Key', value: (license) => license.key },
            { title: 'Product', value: (license) => license.product },
            { title: 'Unit', value: (license) => license.unit },
            {
              title: 'Total',
              align: 'right',
              value: (license) =>
                maybe(license.total, (total) => (typeof total === 'number' ? number(total) : total)),
            },
            {
              title: 'Used',
              align: 'right',
              value: (license) => maybe(license.used, (used) => number(used)),
            },
            {
              title: 'Expires',
              value: (license) =>
                license.perpetual === true
                  ? license.evaluation === true
                    ? 'evaluation'
                    : 'never'
                  : maybe(
                      license.expiresAt,
                      (at) => `${dateText(at)}${license.evaluation === true ? ' (evaluation)' : ''}`,
                    ),
            },
            {
              title: 'Features',
              nice: true,
              value: (license) =>
                maybe(license.features, (features) => (features.length === 0 ? 'none' : features.join(', '))),
            },
          ],
        }),
      ],
    },
    {
      key: 'roles',
      title: 'Roles and permissions',
      level: 3,
      reads: [{ kind: 'vcenter' }],
      render: () => [
        nestedTable({
          entities: view.all('vcenter'),
          of: 'vCenter',
          path: 'roles',
          list: (vcenter) => vcenter.attributes.roles,
          full,
          none: 'No roles.',
          columns: [
            { title: 'Role', value: (role) => role.name },
            { title: 'Built in', value: (role) => maybe(role.system, yesNo) },
            {
              title: 'Privileges',
              align: 'right',
              value: (role) => maybe(role.privileges, (count) => number(count)),
            },
            {
              title: 'Assigned to',
              value: (role) =>
                maybe(role.assignments, (assignments) =>
                  assignments.length === 0
                    ? 'nobody'
                    : assignments
                        .map(
                          ({ principal, object, group }) =>
                            `${principal}${group === true ? ' (group)' : ''}${object === undefined ? '' : ` on ${object}`}`,
                        )
                        .join(', '),
                ),
            },
          ],
        }),
      ],
    },
    {
      key: 'alarms',
      title: 'Alarms',
      level: 3,
      reads: [{ kind: 'alarm' }],
      render: () => {
        const alarms = view.all('alarm');
        if (alarms.length === 0) return [paragraph('No alarm definitions are known.')];
        return [
          entityTable({
            entities: alarms,
            home: true,
            columns: [
              { title: 'Alarm', path: 'name' },
              { title: 'Enabled', path: 'enabled' },
              { title: 'Defined on', path: 'definedOn' },
              { title: 'Condition', path: 'condition' },
              { title: 'Actions', path: 'actions' },
              ...when(full, [{ title: 'Description', path: 'description' } as const]),
            ],
          }),
          nestedTable({
            entities: alarms.filter((alarm) => (alarm.attributes.triggered?.length ?? 0) > 0),
            of: 'Alarm',
            path: 'triggered',
            list: (alarm) => alarm.attributes.triggered,
            full,
            none: 'No alarm was raised when last read.',
            caption: 'Raised when last read',
            columns: [
              { title: 'Object', value: (triggered) => triggered.object },
              { title: 'Status', value: (triggered) => triggered.status },
              { title: 'Acknowledged', value: (triggered) => maybe(triggered.acknowledged, yesNo) },
              { title: 'Since', value: (triggered) => maybe(triggered.at, instantText) },
            ],
          }),
        ];
      },
    },
  ];
}
