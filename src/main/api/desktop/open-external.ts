import type { Handler } from '../handler.ts';
import { requireDesktop } from './require-desktop.ts';

export const openExternal: Handler<'desktop.openExternal'> = async ({ url }, { host }) => {
  await requireDesktop(host, 'Opening an address outside').openExternal(url);
  return {};
};
