import type { FindingRule } from '../rule.ts';
import { addressConflicts } from './address-rules.ts';
import { failedComponent, silentDevice } from './device-rules.ts';
import { wrongPlaces } from './documentation-rules.ts';
import {
  documentedInService,
  highUtilisation,
  lagIncomplete,
  linkDown,
  transmissionErrors,
} from './interface-rules.ts';
import { bgpDown, endsDiffer } from './link-rules.ts';

/** NW01 to NW11 of the findings catalogue. */
export const networkRules: readonly FindingRule[] = [
  silentDevice,
  linkDown,
  documentedInService,
  highUtilisation,
  transmissionErrors,
  bgpDown,
  failedComponent,
  lagIncomplete,
  endsDiffer,
  addressConflicts,
  wrongPlaces,
];
