/** Finds the names of a site's entities in a text. */
export interface SiteNames {
  replace(text: string, replace: (name: string) => string): string;
}

/** Names that every site has say nothing about this one; replaced, they would tear up whatever is explained. */
const everybodys = new Set(
  'default,kube-system,kube-public,kube-node-lease,monitoring,logging,storage,network,networking,management,production,prod,staging,test,dev,backup,vm network,host,cluster,server,switch,router,firewall,service,services,database,web,api,app,proxy,cache,console,node,volume,pool,vlan,ingress,kubernetes,vmware,data,system,admin,root,public,private,internal,external,uplink,trunk,primary,secondary,active,standby,true,false,none,unknown'.split(
    ',',
  ),
);

const shortest = 3;
const word = /[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?/gu;

/**
 * From a list of names, each looked for as a whole word, whatever its case. The first label of a qualified name is a
 * name too: `esx01.dc1.example.com` is called `esx01`.
 */
export function createSiteNames(names: Iterable<string>): SiteNames {
  // By the first word in lower case: whole names, and their lengths, the longest first.
  const byFirstWord = new Map<string, { readonly names: Set<string>; lengths: number[] }>();
  const add = (name: string) => {
    const lower = name.trim().toLowerCase();
    if (lower.length < shortest || everybodys.has(lower) || /^[\d.]+$/.test(lower)) return;
    const first = lower.match(word)?.[0];
    if (first === undefined || !lower.startsWith(first)) return;
    const known = byFirstWord.get(first) ?? { names: new Set(), lengths: [] };
    known.names.add(lower);
    byFirstWord.set(first, known);
  };
  for (const name of names) {
    add(name);
    const label = /^([a-z0-9-]*\d[a-z0-9-]*)\.[a-z]/i.exec(name)?.[1];
    if (label !== undefined) add(label);
  }
  for (const known of byFirstWord.values()) {
    known.lengths = [...new Set([...known.names].map(({ length }) => length))].toSorted((a, b) => b - a);
  }

  /** The longest name that stands at this place. */
  function nameAt(text: string, lower: string, at: number, first: string): string | undefined {
    const known = byFirstWord.get(first);
    const length = known?.lengths.find(
      (one) => known.names.has(lower.slice(at, at + one)) && !/[\p{L}\p{N}]/u.test(lower.charAt(at + one)),
    );
    return length === undefined ? undefined : text.slice(at, at + length);
  }

  return {
    replace(text, replace) {
      if (byFirstWord.size === 0) return text;
      const lower = text.toLowerCase();
      // A letter whose lower case is longer would shift every place behind it.
      const same = lower.length === text.length ? lower : text;
      let result = '';
      let done = 0;
      for (const found of same.matchAll(word)) {
        if (found.index < done) continue;
        for (const { at, first } of startsIn(found[0], found.index)) {
          if (at < done) continue;
          const name = nameAt(text, same, at, first);
          if (name === undefined) continue;
          result += text.slice(done, at) + replace(name);
          done = at + name.length;
        }
      }
      return result + text.slice(done);
    },
  };
}

/** A word and its parts: `esx01.dc1` stands also in `esx01.dc1.example.com`, and `db01` in `ns/db01` or `db01-data`. */
function* startsIn(found: string, index: number): Generator<{ at: number; first: string }> {
  yield { at: index, first: found };
  if (!/[._-]/.test(found)) return;
  const parts = [...found.matchAll(/[^._-]+/g)];
  for (const [i, part] of parts.entries()) {
    for (let end = parts.length; end > i; end--) {
      const last = parts[end - 1];
      if (!last || (i === 0 && end === parts.length)) continue;
      yield { at: index + part.index, first: found.slice(part.index, last.index + last[0].length) };
    }
  }
}
