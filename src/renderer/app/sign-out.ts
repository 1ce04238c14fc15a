/** A session is a browser's; a window of the desktop has none to end. */
export const canSignOut = (): boolean => window.location.protocol.startsWith('http');

/** Ends this browser's session, and shows what a stranger sees. @throws TypeError when the server does not answer */
export async function signOut(): Promise<void> {
  const { ok, status } = await fetch('/session', { method: 'DELETE', credentials: 'same-origin' });
  if (!ok) throw new TypeError(`the server answered ${status}`);
  window.location.assign('/');
}
