import type { FeatureHandlers } from '../handler.ts';
import { bundle } from './bundle.ts';
import { check } from './check.ts';
import { read } from './read.ts';

export const diagnosticsHandlers: FeatureHandlers<'diagnostics'> = {
  methods: { read, check, bundle },
  events: {},
};
