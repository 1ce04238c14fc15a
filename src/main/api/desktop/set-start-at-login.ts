import type { Handler } from '../handler.ts';
import { requireDesktop } from './require-desktop.ts';
import { stateOf } from './state.ts';

export const setStartAtLogin: Handler<'desktop.setStartAtLogin'> = async ({ on }, { host }) => {
  const desktop = requireDesktop(host, 'Starting at login');
  await desktop.setStartAtLogin(on);
  return stateOf(desktop);
};
