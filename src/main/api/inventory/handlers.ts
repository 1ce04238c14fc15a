import type { FeatureHandlers } from '../handler.ts';
import { changed } from './changed.ts';
import { changes } from './changes.ts';
import { entity } from './entity.ts';
import { exportRows } from './export.ts';
import { facets } from './facets.ts';
import { freshness } from './freshness.ts';
import { kinds } from './kinds.ts';
import { query } from './query.ts';
import { relations } from './relations.ts';
import { rowsOf } from './rows-of.ts';
import { rows } from './rows.ts';
import { stats } from './stats.ts';
import { suggest } from './suggest.ts';
import { timeline } from './timeline.ts';

export const inventoryHandlers: FeatureHandlers<'inventory'> = {
  methods: {
    rows,
    rowsOf,
    query,
    facets,
    entity,
    relations,
    timeline,
    changes,
    kinds,
    suggest,
    freshness,
    stats,
    export: exportRows,
  },
  events: { changed },
};
