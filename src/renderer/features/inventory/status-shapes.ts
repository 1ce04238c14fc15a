import type { Severity } from '../../../shared/model/severity.ts';
import type { Status } from '../../ui/status-mark.tsx';

/** The same shapes as `StatusMark`, where there is room for the shape alone. */
export const statusShapes: Readonly<Record<Status, string>> = {
  ok: '✓',
  info: '●',
  warning: '▲',
  critical: '■',
  unknown: '?',
};

export const severityShapes: Readonly<Record<Severity, string>> = statusShapes;
