/** Links that other programs open this application with: `datacenter-docs://inventory/entity/…`. */
export const linkScheme = 'datacenter-docs';

/** The screens of the console, in the order of its navigation, and where each lives. */
export const screenPaths = {
  overview: '/',
  inventory: '/inventory',
  topology: '/topology',
  documents: '/documents',
  tickets: '/tickets',
  remediation: '/remediation',
  activity: '/activity',
  settings: '/settings',
} as const;
export type ScreenKey = keyof typeof screenPaths;
export const screenKeys = Object.keys(screenPaths) as readonly ScreenKey[];

const longest = 2000;

/**
 * The address inside the application that a link means. Anybody can make such a link, so that only screens can be
 * reached, and nothing is done by opening one.
 * @returns undefined when it is none
 */
export function pathOfLink(link: string): string | undefined {
  if (link.length > longest || !link.startsWith(`${linkScheme}://`) || !URL.canParse(link)) return undefined;
  const { host, username, password, port, pathname, search, hash } = new URL(link);
  if (username !== '' || password !== '' || port !== '') return undefined;
  const screen = screenKeys.find((key) => key === host.toLowerCase());
  if (screen === undefined && host !== '') return undefined;
  const below = pathname === '/' ? '' : pathname;
  if (screen === undefined || screen === 'overview') return below === '' ? `/${search}${hash}` : undefined;
  if (!isPlain(below)) return undefined;
  return `${screenPaths[screen]}${below}${search}${hash}`;
}

/** Neither steps up, nor empty steps, nor anything that only looks like part of a path. */
function isPlain(path: string): boolean {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return false;
  }
  if (/[\p{Cc}\\]/u.test(decoded)) return false;
  return (
    path === '' ||
    path
      .split('/')
      .slice(1)
      .every((step) => step !== '' && step !== '.' && step !== '..')
  );
}
