import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One object of Django's `dumpdata` form: model, primary key and the raw columns. */
export interface FixtureObject {
  readonly model: string;
  readonly pk: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

const fixtureSchema = z.array(
  z.object({
    model: z.string().regex(/^[a-z]+\.[a-z]+$/),
    pk: z.number().int(),
    fields: z.record(z.string(), z.unknown()),
  }),
);

/** The recorded objects by model and primary key, and the joins that NetBox's own queries make. */
export class Fixture {
  readonly #byModel = new Map<string, Map<number, FixtureObject>>();
  readonly #referrers = new Map<string, Map<unknown, FixtureObject[]>>();

  constructor(objects: readonly FixtureObject[]) {
    for (const object of objects) {
      let ofModel = this.#byModel.get(object.model);
      if (!ofModel) this.#byModel.set(object.model, (ofModel = new Map()));
      ofModel.set(object.pk, object);
    }
  }

  get models(): readonly string[] {
    return [...this.#byModel.keys()].toSorted();
  }

  all(model: string): readonly FixtureObject[] {
    return [...(this.#byModel.get(model)?.values() ?? [])];
  }

  get(model: string, pk: unknown): FixtureObject | undefined {
    return typeof pk === 'number' ? this.#byModel.get(model)?.get(pk) : undefined;
  }

  /** The objects of `model` whose column `field` holds `value`. */
  referring(model: string, field: string, value: unknown): readonly FixtureObject[] {
    const key = `${model}.${field}`;
    let index = this.#referrers.get(key);
    if (!index) {
      index = new Map();
      for (const object of this.all(model)) {
        const bucket = index.get(object.fields[field]);
        if (bucket) bucket.push(object);
        else index.set(object.fields[field], [object]);
      }
      this.#referrers.set(key, index);
    }
    return index.get(value) ?? [];
  }
}

/** @throws when the file cannot be read or is no Django JSON fixture; says which object and field did not fit. */
export function loadFixture(file: string): Fixture {
  const parsed = fixtureSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success)
    throw new Error(
      `${file}: expected a Django JSON fixture [{model, pk, fields}], came ${z.prettifyError(parsed.error).slice(0, 500)}`,
    );
  return new Fixture(parsed.data);
}
