import { z } from 'zod';
import { LabError, type LabTool } from '../../domain.ts';
import type { LabEstate } from '../estate.ts';
import { loadFixture, type Fixture } from './fixture.ts';
import { endpoints, objectUrl } from './object-types.ts';
import { brief, matchesFilters, onlyFields, ordered } from './query.ts';
import { serialize } from './serialize.ts';

type Json = Record<string, unknown>;

const listInput = z.object({
  object_type: z.string().describe('e.g. dcim.device, ipam.prefix'),
  filters: z.record(z.string(), z.unknown()).default({}),
  fields: z.array(z.string()).nullish(),
  brief: z.boolean().default(false),
  limit: z.number().int().min(1).max(100).default(5),
  offset: z.number().int().min(0).default(0),
  ordering: z.union([z.string(), z.array(z.string())]).nullish(),
});

const getInput = z.object({
  object_type: z.string(),
  object_id: z.number().int(),
  fields: z.array(z.string()).nullish(),
  brief: z.boolean().default(false),
});

const changelogInput = z.object({ filters: z.record(z.string(), z.unknown()).default({}) });

/**
 * NetBox as its own MCP server shows it, over a recorded Django fixture: the documented tools, arguments, limits
 * and REST shapes. Read-only. Types that the recorded version has no objects of answer empty lists.
 */
export function createNetboxEstate(file: string): LabEstate {
  const fixture = loadFixture(file);
  const shownByType = new Map<string, readonly Json[]>();
  const shown = (type: string): readonly Json[] => {
    if (!Object.hasOwn(endpoints, type))
      throw new LabError(
        `Invalid object_type '${type}'. Must be one of:\n${Object.keys(endpoints)
          .map((name) => `- ${name}`)
          .join('\n')}`,
      );
    let objects = shownByType.get(type);
    if (!objects)
      shownByType.set(type, (objects = fixture.all(type).map((object) => serialize(fixture, object))));
    return objects;
  };

  const getObjects: LabTool = {
    name: 'netbox_get_objects',
    title: 'Get NetBox objects',
    description:
      'Objects of one type, filtered and paged: {count, next, previous, results}. At most 100 a page.',
    input: listInput,
    readOnly: true,
    run: (args) => {
      const input = listInput.parse(args);
      const matching = shown(input.object_type).filter((object) => matchesFilters(object, input.filters));
      const ordering =
        typeof input.ordering === 'string' ? input.ordering.split(',') : (input.ordering ?? []);
      return page(input.object_type, ordered(matching, ordering.filter(Boolean)), input, (object) =>
        input.brief ? brief(object) : onlyFields(object, input.fields ?? []),
      );
    },
  };

  const getObject: LabTool = {
    name: 'netbox_get_object_by_id',
    title: 'Get one NetBox object',
    description: 'One object by its numeric id, whole or only the fields asked for.',
    input: getInput,
    readOnly: true,
    run: (args) => {
      const input = getInput.parse(args);
      const found = shown(input.object_type).find((object) => object['id'] === input.object_id);
      if (!found)
        throw new LabError(
          `404 Client Error: Not Found for url: ${objectUrl(input.object_type, input.object_id)}`,
        );
      return input.brief ? brief(found) : onlyFields(found, input.fields ?? []);
    },
  };

  const getChangelogs: LabTool = {
    name: 'netbox_get_changelogs',
    title: 'Get NetBox change records',
    description: 'Change records, newest first: {count, next, previous, results}.',
    input: changelogInput,
    readOnly: true,
    run: (args) => {
      const { filters } = changelogInput.parse(args);
      const after = typeof filters['time_after'] === 'string' ? filters['time_after'] : '';
      const before = typeof filters['time_before'] === 'string' ? filters['time_before'] : '~';
      const records = changeRecords(fixture)
        .filter((record) => record.time >= after && record.time <= before)
        .filter((record) => matchesFilters(record, filters));
      const paging = z.object({ limit: z.coerce.number().default(50), offset: z.coerce.number().default(0) });
      return page('core.objectchange', records, paging.parse(filters), (record) => record);
    },
  };

  return { name: 'netbox', title: 'NetBox demo data', tools: [getObjects, getObject, getChangelogs] };
}

function page<T extends Json>(
  type: string,
  all: readonly T[],
  { limit, offset }: { limit: number; offset: number },
  shape: (object: T) => Json,
): Json {
  const base = `https://netbox.example/api/${endpoints[type] ?? 'core/object-changes'}/`;
  const at = (start: number) => `${base}?limit=${limit}&offset=${start}`;
  return {
    count: all.length,
    next: offset + limit < all.length ? at(offset + limit) : null,
    previous: offset > 0 ? at(Math.max(0, offset - limit)) : null,
    results: all.slice(offset, offset + limit).map(shape),
  };
}

/** The fixture keeps no change log; what it does tell of each object is when it was made and last written. */
function changeRecords(fixture: Fixture): readonly (Json & { time: string })[] {
  return fixture.models
    .filter((model) => Object.hasOwn(endpoints, model))
    .flatMap((model) => fixture.all(model))
    .flatMap((object) => {
      const { created, last_updated: updated, name } = object.fields;
      if (typeof updated !== 'string') return [];
      return [
        {
          time: updated,
          action:
            created === updated
              ? { value: 'create', label: 'Created' }
              : { value: 'update', label: 'Updated' },
          user_name: 'unknown',
          changed_object_type: object.model,
          changed_object_id: object.pk,
          object_repr: typeof name === 'string' ? name : `#${object.pk}`,
        },
      ];
    })
    .toSorted((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
    .map((record, index) => ({ id: index + 1, ...record }));
}
