import type { FeatureHandlers } from '../handler.ts';
import { blastRadius } from './blast-radius.ts';
import { graph } from './graph.ts';
import { path } from './path.ts';
import { search } from './search.ts';

export const topologyHandlers: FeatureHandlers<'topology'> = {
  methods: { graph, blastRadius, path, search },
  events: {},
};
