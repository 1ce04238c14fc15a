import type { FindingRule } from '../rule.ts';
import { feedOverloaded, supplyOnBattery } from './power-rules.ts';
import { staleData } from './stale-data.ts';

export const infrastructureRules: readonly FindingRule[] = [staleData, feedOverloaded, supplyOnBattery];
