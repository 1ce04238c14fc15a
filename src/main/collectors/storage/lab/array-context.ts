import { entityId } from '../../../../shared/model/ids.ts';
import type { Relation } from '../../../../shared/model/relation.ts';
import type { ListName, ListResult, RecordOf } from './lists.ts';

/** Everything that was read of one array, and the names by which its parts refer to each other. */
export interface ArrayContext {
  readonly source: string;
  readonly name: string;
  readonly cluster: RecordOf<'clusters'>;
  readonly lists: { readonly [L in Exclude<ListName, 'clusters'>]: ListResult<L> };
  readonly partOf: Relation;
  /** Shelf uid → the entity's name. */
  readonly shelves: ReadonlyMap<string, string>;
  readonly igroups: ReadonlyMap<string, RecordOf<'igroups'>>;
  /** Replications of all arrays: those away from a volume stand on the array that receives. */
  readonly replications: ListResult<'relationships'>;
}

export function arrayContext(
  source: string,
  cluster: RecordOf<'clusters'>,
  lists: ArrayContext['lists'],
  replications: ListResult<'relationships'>,
): ArrayContext {
  return {
    source,
    name: cluster.name,
    cluster,
    lists,
    partOf: { type: 'part-of', to: entityId(source, 'array', cluster.uuid) },
    shelves: new Map(
      lists.shelves.ok
        ? lists.shelves.records.map(({ uid, name }) => [uid, `${cluster.name} shelf ${name}`])
        : [],
    ),
    igroups: new Map(lists.igroups.ok ? lists.igroups.records.map((igroup) => [igroup.name, igroup]) : []),
    replications,
  };
}
