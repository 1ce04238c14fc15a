/** One directory and who may mount it, as `/var/lib/nfs/etab` has it. */
export interface NfsExport {
  readonly path: string;
  readonly clients: readonly { readonly client: string; readonly options: readonly string[] }[];
}

export interface ExportTable {
  readonly exports: readonly NfsExport[];
  /** Lines that are none. */
  readonly unread: readonly string[];
}

const line = /^(\S+)\s+(.+)\(([^()]*)\)$/;

/** A line for each directory and client; a space in a path is written `\040`. */
export function exportTable(text: string): ExportTable {
  const exports = new Map<string, { client: string; options: string[] }[]>();
  const unread: string[] = [];
  for (const one of text.split('\n').map((it) => it.trim())) {
    if (one === '' || one.startsWith('#')) continue;
    const [, path, client, options] = line.exec(one) ?? [];
    if (path === undefined || client === undefined || options === undefined || one.includes('[REDACTED:')) {
      unread.push(one);
      continue;
    }
    const key = path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCodePoint(Number.parseInt(octal, 8)),
    );
    exports.set(key, [...(exports.get(key) ?? []), { client, options: options.split(',') }]);
  }
  return {
    exports: [...exports].map(([path, clients]) => ({
      path,
      clients: clients.toSorted((a, b) => (a.client < b.client ? -1 : 1)),
    })),
    unread,
  };
}

export function permissionOf(options: readonly string[]): string {
  return options.includes('rw') ? 'read and write' : 'read';
}

/** `sys`, `krb5p`, and that root is nobody where it is. */
export function authenticationOf(options: readonly string[]): string {
  const security = options.find((option) => option.startsWith('sec='))?.slice('sec='.length) ?? 'sys';
  const squash = options.includes('all_squash')
    ? 'everybody is nobody'
    : options.includes('no_root_squash')
      ? 'root stays root'
      : 'root is nobody';
  return `${security.replaceAll(':', ', ')}; ${squash}`;
}
