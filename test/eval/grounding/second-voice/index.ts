import type { FactCase } from '../case.ts';
import { networkCases } from './network-cases.ts';
import { platformCases } from './platform-cases.ts';
import { storageCases } from './storage-cases.ts';

export { rareEstate } from './rare-estate.ts';

/**
 * Another author's statements, over estates of rarer kinds: other verbs, other shapes, units in other spellings. No
 * rule is made for them and none is changed for what they show: they are measured, and that is all.
 */
export const secondVoice: readonly FactCase[] = [...storageCases, ...networkCases, ...platformCases];
