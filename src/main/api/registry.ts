import type { Handlers } from './handler.ts';
import { collectionHandlers } from './collection/handlers.ts';
import { desktopHandlers } from './desktop/handlers.ts';
import { documentsHandlers } from './documents/handlers.ts';
import { inventoryHandlers } from './inventory/handlers.ts';
import { statusHandlers } from './status/handlers.ts';
import { systemHandlers } from './system/handlers.ts';
import { topologyHandlers } from './topology/handlers.ts';
import { viewsHandlers } from './views/handlers.ts';

/** The handlers of every feature of the contract: one line each. */
export const handlers: Handlers = {
  collection: collectionHandlers,
  desktop: desktopHandlers,
  documents: documentsHandlers,
  inventory: inventoryHandlers,
  status: statusHandlers,
  system: systemHandlers,
  topology: topologyHandlers,
  views: viewsHandlers,
};
