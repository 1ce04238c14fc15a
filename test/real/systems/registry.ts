import type { RealSystem } from '../real-system.ts';

/** Every system there is; one folder and one line each. */
export const realSystems: readonly RealSystem[] = [];
