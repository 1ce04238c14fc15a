import type { EntityId } from '../../shared/model/ids.ts';

/** Addresses inside the application. Every view has one that can be copied. */
export const links = {
  overview: '/',
  inventory: '/inventory',
  topology: '/topology',
  documents: '/documents',
  tickets: '/tickets',
  remediation: '/remediation',
  activity: '/activity',
  settings: '/settings',
  /** The full page of one entity. */
  entity: (id: EntityId) => `/inventory/entity/${encodeURIComponent(id)}`,
  /** The inventory filtered by tokens, e.g. `kind:vm powerState:off`. */
  inventoryFilter: (filter: string) => `/inventory?filter=${encodeURIComponent(filter)}`,
  topologyOf: (id: EntityId) => `/topology?focus=${encodeURIComponent(id)}`,
  /** What goes dark if it fails. */
  failureOf: (id: EntityId) => `/topology?failed=${encodeURIComponent(id)}`,
  document: (id: string, section?: string) =>
    `/documents/${encodeURIComponent(id)}${section === undefined ? '' : `#${encodeURIComponent(section)}`}`,
  run: (id: string) => `/activity?run=${encodeURIComponent(id)}`,
  settingsSection: (section: string) => `/settings/${section}`,
};
