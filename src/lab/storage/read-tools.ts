import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { LabError, type LabContext, type LabTool } from '../domain.ts';
import { page, type Row } from './paging.ts';
import * as present from './present.ts';
import { snapshotsOf } from './snapshots.ts';
import type { ArrayState } from './state.ts';

const listInput = z.strictObject({
  cluster: z.string().optional().describe('Only this storage cluster, by name'),
  max_records: z.number().int().min(1).max(5_000).default(1_000),
  cursor: z.string().optional().describe('_links.next.cursor of the page before'),
});

const volumeInput = listInput.extend({ volume: z.string().optional().describe('Only this volume, by name') });

const pageOutput = z.looseObject({
  records: z.array(z.looseObject({})),
  num_records: z.number().int(),
  _links: z.looseObject({}),
});

export function readTools(context: LabContext, arrays: readonly ArrayState[], startedAt: number): LabTool[] {
  const now = () => context.now();
  const hoursPassed = () => Math.floor((now() - startedAt) / 3_600_000);
  const chosen = (cluster: string | undefined): readonly ArrayState[] => {
    if (cluster === undefined) return arrays;
    const array = arrays.find(({ name }) => name === cluster);
    if (!array) throw new LabError(`no storage cluster "${cluster}"`);
    return [array];
  };
  const list = (
    name: string,
    what: string,
    rowsOf: (array: ArrayState) => readonly { ordinal: number; present: () => Record<string, unknown> }[],
  ): LabTool =>
    defineTool({
      name: `storage_list_${name}`,
      title: `List ${what}`,
      description: `Lists ${what} of all storage clusters or one, page by page.`,
      input: listInput,
      output: pageOutput,
      readOnly: true,
      paging: { argument: 'cursor', next: '_links.next.cursor' },
      run: ({ cluster, max_records, cursor }) =>
        page(
          chosen(cluster).flatMap((array) =>
            rowsOf(array).map((row): Row => ({
              key: [array.ordinal, row.ordinal],
              present: () => row.present(),
            })),
          ),
          max_records,
          cursor,
        ),
    });
  const rows =
    <T extends { readonly ordinal: number }>(
      items: (array: ArrayState) => readonly T[],
      show: (array: ArrayState, item: T) => Record<string, unknown>,
    ) =>
    (array: ArrayState) =>
      items(array).map((item) => ({ ordinal: item.ordinal, present: () => show(array, item) }));
  const named = (names: readonly string[]) => names.map((name, ordinal) => ({ name, ordinal }));

  return [
    list('clusters', 'storage clusters', (array) => [
      { ordinal: 0, present: () => present.presentCluster(array) },
    ]),
    list(
      'licenses',
      'licenses',
      rows(
        () => named(['fcp', 'nfs', 'cifs', 'snapmirror']),
        (array, { name, ordinal }) => present.presentLicense(array, name, ordinal),
      ),
    ),
    list(
      'nodes',
      'controllers',
      rows(
        (array) => array.nodes,
        (array, node) => present.presentNode(array, node, now()),
      ),
    ),
    list(
      'shelves',
      'disk shelves',
      rows((array) => array.shelves, present.presentShelf),
    ),
    list(
      'disks',
      'disks',
      rows(
        (array) => array.disks,
        (array, disk) => present.presentDisk(array, disk, hoursPassed()),
      ),
    ),
    list(
      'aggregates',
      'aggregates',
      rows((array) => array.aggregates, present.presentAggregate),
    ),
    defineTool({
      name: 'storage_list_volumes',
      title: 'List volumes',
      description: 'Lists volumes of all storage clusters or one, or one volume by name, page by page.',
      input: volumeInput,
      output: pageOutput,
      readOnly: true,
      paging: { argument: 'cursor', next: '_links.next.cursor' },
      run: ({ cluster, volume, max_records, cursor }) =>
        page(
          chosen(cluster).flatMap((array) =>
            array.volumes
              .filter(({ name }) => volume === undefined || name === volume)
              .map((item): Row => ({
                key: [array.ordinal, item.ordinal],
                present: () =>
                  present.presentVolume(
                    array,
                    item,
                    snapshotsOf(item, now()).reduce((sum, snapshot) => sum + snapshot.sizeBytes, 0),
                  ),
              })),
          ),
          max_records,
          cursor,
        ),
    }),
    list(
      'luns',
      'LUNs with their maps',
      rows((array) => array.luns, present.presentLun),
    ),
    list(
      'igroups',
      'initiator groups',
      rows((array) => array.igroups, present.presentIgroup),
    ),
    list(
      'cifs_shares',
      'SMB shares',
      rows((array) => array.cifsShares, present.presentCifsShare),
    ),
    list(
      'export_policies',
      'NFS export policies',
      rows(
        () => named(['backup', 'engineering', 'smb_only']),
        (array, { name }) => present.presentExportPolicy(array, name),
      ),
    ),
    list(
      'fc_ports',
      'Fibre Channel ports',
      rows((array) => array.fcPorts, present.presentFcPort),
    ),
    list(
      'fc_interfaces',
      'Fibre Channel interfaces',
      rows((array) => array.fcInterfaces, present.presentFcInterface),
    ),
    list(
      'ethernet_ports',
      'Ethernet ports',
      rows((array) => array.ethernetPorts, present.presentEthernetPort),
    ),
    defineTool({
      name: 'storage_list_snapshots',
      title: 'List snapshots',
      description: 'Lists snapshots of all volumes, of one cluster or of one volume, page by page.',
      input: volumeInput,
      output: pageOutput,
      readOnly: true,
      paging: { argument: 'cursor', next: '_links.next.cursor' },
      run: ({ cluster, volume, max_records, cursor }) =>
        page(
          chosen(cluster).flatMap((array) =>
            array.volumes
              .filter(({ name }) => volume === undefined || name === volume)
              .flatMap((item) =>
                snapshotsOf(item, now()).map((snapshot, i, all): Row => ({
                  // Several may have been taken at once.
                  key: [
                    array.ordinal,
                    item.ordinal,
                    snapshot.createdAt,
                    i - all.findIndex((one) => one.createdAt === snapshot.createdAt),
                  ],
                  present: () => present.presentSnapshot(array, item, snapshot),
                })),
              ),
          ),
          max_records,
          cursor,
        ),
    }),
    list(
      'snapmirror_relationships',
      'replication relationships, on the cluster that receives',
      rows(
        (array) => array.relationships,
        (array, relationship) => present.presentRelationship(array, relationship, now()),
      ),
    ),
  ];
}
