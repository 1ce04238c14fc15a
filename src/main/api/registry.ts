import type { Handlers } from './handler.ts';
import { collectionHandlers } from './collection/handlers.ts';
import { desktopHandlers } from './desktop/handlers.ts';
import { systemHandlers } from './system/handlers.ts';

/** The handlers of every feature of the contract: one line each. */
export const handlers: Handlers = {
  collection: collectionHandlers,
  desktop: desktopHandlers,
  system: systemHandlers,
};
