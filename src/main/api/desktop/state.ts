import type { DesktopState } from '../../../shared/contract/desktop.ts';
import type { Handler } from '../handler.ts';
import type { Desktop } from '../host.ts';

export const state: Handler<'desktop.state'> = (_input, { host }) =>
  host.desktop === undefined ? { available: false } : stateOf(host.desktop);

export async function stateOf(desktop: Desktop): Promise<DesktopState> {
  const [startAtLogin, secrets] = await Promise.all([desktop.startAtLogin(), desktop.secretsKept()]);
  return { available: true, startAtLogin, keepRunning: desktop.keepRunning(), secrets };
}
