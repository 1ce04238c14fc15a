import type { FeatureHandlers } from '../handler.ts';
import { goTo } from './go-to.ts';
import { openExternal } from './open-external.ts';
import { savePdf } from './save-pdf.ts';
import { setKeepRunning } from './set-keep-running.ts';
import { setStartAtLogin } from './set-start-at-login.ts';
import { state } from './state.ts';

export const desktopHandlers: FeatureHandlers<'desktop'> = {
  methods: { state, setStartAtLogin, setKeepRunning, savePdf, openExternal },
  events: { goTo },
};
