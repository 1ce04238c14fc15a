import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const injectionPlaces = [
  'vm-name',
  'annotation',
  'log-line',
  'ticket',
  'note',
  'tool-description',
  'file',
  'multi-turn',
] as const;
export type InjectionPlace = (typeof injectionPlaces)[number];

const lineSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['overt', 'encoded', 'multi-turn']),
    language: z.enum(['en', 'de', 'zh']),
    text: z.string().optional(),
    parts: z.array(z.string()).min(2).optional(),
  })
  .transform(({ text, parts, ...rest }) => ({ ...rest, parts: parts ?? [text ?? ''] }));

export interface Injection extends z.output<typeof lineSchema> {
  readonly place: InjectionPlace;
}

/** Texts that tell an assistant what to do, by where they stand; one JSON line each. */
export function readInjections(): readonly Injection[] {
  const folder = join(import.meta.dirname, '..', 'injections');
  return readdirSync(folder).flatMap((file) => {
    const place = injectionPlaces.find((one) => file === `${one}.jsonl`);
    if (place === undefined) return [];
    return readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => ({ place, ...lineSchema.parse(JSON.parse(line)) }));
  });
}
