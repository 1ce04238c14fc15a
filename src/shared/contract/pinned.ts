// Written by `npm run contract:pin`. A difference here is a change of what travels: the page, the command line and the
// preload of another version no longer fit, and say so.

export const contractHash = '0efb36d97b98a52f';

/** The names alone, for the preload, which has no room for schemas. */
export const pinnedMethodNames: readonly string[] = [
  'collection.collect',
  'desktop.openExternal',
  'desktop.savePdf',
  'desktop.setKeepRunning',
  'desktop.setStartAtLogin',
  'desktop.state',
  'system.about',
  'system.stats',
];
export const pinnedEventNames: readonly string[] = ['desktop.goTo'];
