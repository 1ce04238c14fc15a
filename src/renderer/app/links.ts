import type { EntityId } from '../../shared/model/ids.ts';

/** Addresses inside the application. Every view has one that can be copied. */
export const links = {
  overview: '/',
  inventory: '/inventory',
  topology: '/topology',
  documents: '/documents',
  tickets: '/tickets',
  ticket: (id: string) => `/tickets/${encodeURIComponent(id)}`,
  newTicket: '/tickets?new=1',
  /** All about a thing, over or not. */
  ticketsOf: (id: EntityId) => `/tickets?view=table&which=all&entity=${encodeURIComponent(id)}`,
  /** All of one probable cause. */
  ticketGroup: (id: string) => `/tickets?view=table&which=all&group=${encodeURIComponent(id)}`,
  remediation: '/remediation',
  /** The page of one remediation. */
  remediationOf: (id: string) => `/remediation/${encodeURIComponent(id)}`,
  remediationHistory: '/remediation/history',
  policy: '/remediation/policy',
  policyVersion: (version: string) =>
    `/remediation/policy?view=history&version=${encodeURIComponent(version)}`,
  calibration: '/remediation/calibration',
  activity: '/activity',
  settings: '/settings',
  assistant: '/assistant',
  /** The full page of one entity. */
  entity: (id: EntityId) => `/inventory/entity/${encodeURIComponent(id)}`,
  /** The inventory filtered by tokens, e.g. `kind:vm powerState:off`. */
  inventoryFilter: (filter: string) => `/inventory?filter=${encodeURIComponent(filter)}`,
  topologyOf: (id: EntityId) => `/topology?focus=${encodeURIComponent(id)}`,
  /** What goes dark if it fails. */
  failureOf: (id: EntityId) => `/topology?failed=${encodeURIComponent(id)}`,
  document: (id: string, section?: string) =>
    `/documents/${encodeURIComponent(id)}${section === undefined ? '' : `#${encodeURIComponent(section)}`}`,
  /** A place in a document, what is quoted of it marked. Without a section it is looked for in the whole document. */
  quote: (document: string, section: string | undefined, quote: string) =>
    `/documents/${encodeURIComponent(document)}?quote=${encodeURIComponent(quote)}${section === undefined ? '' : `#${encodeURIComponent(section)}`}`,
  conversation: (id: string) => `/assistant/${encodeURIComponent(id)}`,
  run: (id: string) => `/activity?run=${encodeURIComponent(id)}`,
  settingsSection: (section: string) => `/settings/${section}`,
};
