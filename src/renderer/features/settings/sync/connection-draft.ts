import type { InputOf } from '../../../../shared/contract/contract.ts';

/** What is typed into the form; empty: not set. */
export interface ConnectionDraft {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly prefix: string;
  readonly caFile: string;
  readonly proxy: string;
}

export const emptyDraft: ConnectionDraft = {
  url: '',
  user: '',
  password: '',
  prefix: '',
  caFile: '',
  proxy: '',
};

export type UrlFault = 'bad-url' | 'credentials';

/** What is wrong with an address, before anybody is asked; empty ones are not wrong yet. */
export function urlFault(url: string): UrlFault | undefined {
  const typed = url.trim();
  if (typed === '') return undefined;
  if (!URL.canParse(typed) || !/^https?:$/.test(new URL(typed).protocol)) return 'bad-url';
  const { username, password } = new URL(typed);
  return username !== '' || password !== '' ? 'credentials' : undefined;
}

/** Everything that goes there can be read on the way: not encrypted, and not on this very machine. */
export function isPlain(url: string): boolean {
  const typed = url.trim();
  if (urlFault(typed) !== undefined || typed === '') return false;
  const { protocol, hostname } = new URL(typed);
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** @param keeps a password is stored already: an empty one keeps it */
export function isComplete(draft: ConnectionDraft, keeps: boolean): boolean {
  const { url, user, password, proxy } = draft;
  return (
    url.trim() !== '' &&
    urlFault(url) === undefined &&
    urlFault(proxy) !== 'bad-url' &&
    user.trim() !== '' &&
    (keeps || password !== '')
  );
}

export function inputOf(draft: ConnectionDraft): InputOf<'sync.connect'> {
  const [prefix, caFile, proxy] = [draft.prefix.trim(), draft.caFile.trim(), draft.proxy.trim()];
  return {
    url: draft.url.trim(),
    user: draft.user.trim(),
    // Blanks may belong to it.
    ...(draft.password !== '' && { password: draft.password }),
    ...(prefix !== '' && { prefix }),
    ...(caFile !== '' && { caFile }),
    ...(proxy !== '' && { proxy }),
  };
}
