/** Longer texts are cut: nothing that a service says of its hardware is. */
const longestText = 4_000;

/**
 * What a service answered, read by the names of its schema. Manufacturers leave members out, set them null, or give them
 * another type: whatever is not what was asked for is not there.
 */
export class Resource {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The path that it calls itself by. */
  get id(): string | undefined {
    return linkIn(this.#value);
  }

  text(path: string): string | undefined {
    const value = this.#at(path);
    if (typeof value !== 'string') return undefined;
    const trimmed = value.trim();
    return trimmed === '' ? undefined : trimmed.slice(0, longestText);
  }

  number(path: string): number | undefined {
    const value = this.#at(path);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }

  flag(path: string): boolean | undefined {
    const value = this.#at(path);
    return typeof value === 'boolean' ? value : undefined;
  }

  has(path: string): boolean {
    return this.#at(path) !== undefined && this.#at(path) !== null;
  }

  texts(path: string): string[] {
    const value = this.#at(path);
    return Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string').map((one) => one.slice(0, longestText))
      : [];
  }

  /** Objects of a list; what is no object is passed over. */
  list(path: string): Resource[] {
    const value = this.#at(path);
    return Array.isArray(value) ? value.filter(isObject).map((one) => new Resource(one)) : [];
  }

  one(path: string): Resource | undefined {
    const value = this.#at(path);
    return isObject(value) ? new Resource(value) : undefined;
  }

  /** Where a member leads to. */
  ref(path: string): string | undefined {
    return linkIn(this.#at(path));
  }

  refs(path: string): string[] {
    return this.list(path).flatMap(({ id }) => id ?? []);
  }

  /** Whether it is the resource itself and not only a link to it. */
  get isWhole(): boolean {
    return isObject(this.#value) && Object.keys(this.#value).some((key) => !key.startsWith('@'));
  }

  /** Members are separated by `/`, since the names of annotations have dots in them. */
  #at(path: string): unknown {
    let at = this.#value;
    for (const step of path.split('/')) {
      if (!isObject(at) || !Object.hasOwn(at, step)) return undefined;
      at = at[step];
    }
    return at;
  }
}

function linkIn(value: unknown): string | undefined {
  const link = isObject(value) ? value['@odata.id'] : undefined;
  return typeof link === 'string' && link !== '' ? link : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
