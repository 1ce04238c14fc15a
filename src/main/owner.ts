import type { Settings } from '../shared/model/settings.ts';

/** Whoever runs the process. */
export interface Owner {
  /**
   * What somebody goes by at the other end of a connection. While a server is set, whoever runs the process has the
   * name of its account: the server takes in what they say under no other.
   */
  nameOf(operator: string): string;
  /** Also by the name that they had before a server was set. */
  is(operator: string): boolean;
}

export function createOwner(
  systemName: string,
  couchdb: () => Pick<Settings['couchdb'], 'url' | 'user'>,
): Owner {
  const own = () => {
    const { url, user } = couchdb();
    return url === undefined ? systemName : (user ?? systemName);
  };
  return {
    nameOf: (operator) => (operator === systemName ? own() : operator),
    is: (operator) => operator === systemName || operator === own(),
  };
}
