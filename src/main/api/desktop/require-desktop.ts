import { DomainError } from '../../platform/errors.ts';
import type { Desktop, Host } from '../host.ts';

/** @throws DomainError not-available */
export function requireDesktop(host: Host, what: string): Desktop {
  if (host.desktop !== undefined) return host.desktop;
  throw new DomainError('not-available', `${what} needs the desktop application; this is a ${host.kind}.`, {
    hint: 'Open the desktop application on this data directory, or use what the browser offers instead.',
  });
}
