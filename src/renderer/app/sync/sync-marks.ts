import type { SyncState } from '../../../shared/model/sync.ts';
import type { Status } from '../../ui/status-shapes.ts';
import type { BarStatus } from '../bar-button.tsx';

/** Working alone is neither good nor bad; what heals by itself warns, what somebody has to mend is critical. */
const marks: Readonly<Record<SyncState, BarStatus>> = {
  off: 'off',
  connecting: 'info',
  running: 'ok',
  unreachable: 'warning',
  refused: 'critical',
  'not-set-up': 'critical',
  outdated: 'critical',
  paused: 'warning',
};

export const barMarkOf = (state: SyncState): BarStatus => marks[state];

export function markOf(state: SyncState): Status {
  const mark = marks[state];
  return mark === 'off' ? 'unknown' : mark;
}
