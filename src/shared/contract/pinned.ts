// Written by `npm run contract:pin`. A difference here is a change of what travels: the page, the command line and the
// preload of another version no longer fit, and say so.

export const contractHash = '81b739d4c5284860';

/** The names alone, for the preload, which has no room for schemas. */
export const pinnedMethodNames: readonly string[] = [
  'desktop.openExternal',
  'desktop.savePdf',
  'desktop.setKeepRunning',
  'desktop.setStartAtLogin',
  'desktop.state',
  'system.about',
];
export const pinnedEventNames: readonly string[] = ['desktop.goTo'];
