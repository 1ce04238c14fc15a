import type { FindingRule } from '../rule.ts';
import { lunUnmapped, replicationLag } from './access.ts';
import { environmentBad, noTakeover, notOnline, redundancyLost } from './health.ts';
import { osdFull, poolFull, volumeFull } from './space.ts';

export const storageRules: readonly FindingRule[] = [
  volumeFull,
  poolFull,
  notOnline,
  redundancyLost,
  noTakeover,
  environmentBad,
  lunUnmapped,
  replicationLag,
  osdFull,
];
