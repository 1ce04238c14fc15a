import type { Handler } from '../handler.ts';
import { requireDesktop } from './require-desktop.ts';
import { stateOf } from './state.ts';

export const setKeepRunning: Handler<'desktop.setKeepRunning'> = async ({ on }, { host }) => {
  const desktop = requireDesktop(host, 'Running on without a window');
  await desktop.setKeepRunning(on);
  return stateOf(desktop);
};
