/** The console's own origin: one host of one scheme, whatever is in its path. */
export const appScheme = 'app';
export const appHost = 'console';
export const appOrigin = `${appScheme}://${appHost}`;
/** Where a document lies while it is printed; no page of the console. */
export const printHost = 'print';

export function appAddress(path: string): string {
  return `${appOrigin}${path.startsWith('/') ? path : `/${path}`}`;
}

export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${appScheme}:` && host === appHost && username === '' && password === '';
}
