import type { LabTool } from '../domain.ts';

/**
 * A recorded estate: real answers of a real system, served read-only. Unlike the simulated domains nothing in it is
 * made up, so it is not marked simulated.
 */
export interface LabEstate {
  /** Part of the server's name: `netbox` becomes `datacenter-docs-lab-netbox`. */
  readonly name: 'netbox' | 'kubernetes-bundle';
  /** What operators read: "NetBox demo data". */
  readonly title: string;
  readonly tools: readonly LabTool[];
}

/** What `--estate NAME PATH` accepts, and how each is loaded; a loader runs only when its estate is asked for. */
export const estateLoaders = {
  netbox: async (file: string): Promise<LabEstate> =>
    (await import('./netbox/estate.ts')).createNetboxEstate(file),
  'k8s-bundle': async (directory: string): Promise<LabEstate> =>
    (await import('./kubernetes-bundle/estate.ts')).createKubernetesBundleEstate(directory),
} as const;

export type EstateName = keyof typeof estateLoaders;

export function isEstateName(value: string): value is EstateName {
  return Object.hasOwn(estateLoaders, value);
}
