import { userInfo } from 'node:os';

/** The user of this system: whose name stands in notes and in the audit. */
export function operatorName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no name belongs to.
    return process.env['USER'] ?? `user ${process.getuid?.() ?? ''}`.trim();
  }
}
