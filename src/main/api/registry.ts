import type { Handlers } from './handler.ts';
import { assistantHandlers } from './assistant/handlers.ts';
import { auditHandlers } from './audit/handlers.ts';
import { collectionHandlers } from './collection/handlers.ts';
import { desktopHandlers } from './desktop/handlers.ts';
import { diagnosticsHandlers } from './diagnostics/handlers.ts';
import { documentsHandlers } from './documents/handlers.ts';
import { feedbackHandlers } from './feedback/handlers.ts';
import { inventoryHandlers } from './inventory/handlers.ts';
import { jobsHandlers } from './jobs/handlers.ts';
import { knowledgeHandlers } from './knowledge/handlers.ts';
import { llmHandlers } from './llm/handlers.ts';
import { noticesHandlers } from './notices/handlers.ts';
import { operatorsHandlers } from './operators/handlers.ts';
import { overviewHandlers } from './overview/handlers.ts';
import { policyHandlers } from './policy/handlers.ts';
import { presenceHandlers } from './presence/handlers.ts';
import { profilesHandlers } from './profiles/handlers.ts';
import { reliabilityHandlers } from './reliability/handlers.ts';
import { remediationHandlers } from './remediation/handlers.ts';
import { runbooksHandlers } from './runbooks/handlers.ts';
import { searchHandlers } from './search/handlers.ts';
import { settingsHandlers } from './settings/handlers.ts';
import { sourcesHandlers } from './sources/handlers.ts';
import { statusHandlers } from './status/handlers.ts';
import { syncHandlers } from './sync/handlers.ts';
import { systemHandlers } from './system/handlers.ts';
import { ticketsHandlers } from './tickets/handlers.ts';
import { topologyHandlers } from './topology/handlers.ts';
import { viewsHandlers } from './views/handlers.ts';

/** The handlers of every feature of the contract: one line each. */
export const handlers: Handlers = {
  assistant: assistantHandlers,
  audit: auditHandlers,
  collection: collectionHandlers,
  desktop: desktopHandlers,
  diagnostics: diagnosticsHandlers,
  documents: documentsHandlers,
  feedback: feedbackHandlers,
  inventory: inventoryHandlers,
  jobs: jobsHandlers,
  knowledge: knowledgeHandlers,
  llm: llmHandlers,
  notices: noticesHandlers,
  operators: operatorsHandlers,
  overview: overviewHandlers,
  policy: policyHandlers,
  presence: presenceHandlers,
  profiles: profilesHandlers,
  reliability: reliabilityHandlers,
  remediation: remediationHandlers,
  runbooks: runbooksHandlers,
  search: searchHandlers,
  settings: settingsHandlers,
  sources: sourcesHandlers,
  status: statusHandlers,
  sync: syncHandlers,
  system: systemHandlers,
  tickets: ticketsHandlers,
  topology: topologyHandlers,
  views: viewsHandlers,
};
