import type { z } from 'zod';
import { DomainError } from '../../../platform/errors.ts';
import type { LiveReader } from '../../action-adapter.ts';

export interface Question<Schema extends z.ZodType> {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly schema: Schema;
  /** How the server says that there is no such thing; every other failure says nothing about it. */
  readonly gone?: RegExp;
}

/**
 * What a server says of a thing, held against a schema: what does not fit is not taken for a fact.
 * @returns undefined when the server says that there is no such thing
 * @throws DomainError unreadable; McpError as the reader's call
 */
export async function ask<Schema extends z.ZodType>(
  reader: LiveReader,
  { tool, arguments: args, schema, gone }: Question<Schema>,
): Promise<z.output<Schema> | undefined> {
  const { isError, text, data } = await reader.call(tool, args);
  if (isError) {
    if (gone?.test(text) === true) return undefined;
    throw unreadable(reader, tool, `it said: ${text.slice(0, 300)}`);
  }
  return fitting(reader, tool, schema, data);
}

/** @throws DomainError unreadable */
export function fitting<Schema extends z.ZodType>(
  reader: LiveReader,
  tool: string,
  schema: Schema,
  data: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unreadable(reader, tool, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it does not fit'}`);
}

export function unreadable(reader: LiveReader, tool: string, what: string): DomainError {
  return new DomainError('unreadable', `${reader.source}: what ${tool} answered cannot be used: ${what}`, {
    hint: 'Nothing follows from such an answer. Look at the server, then read the target again.',
  });
}

const mostPages = 200;

export interface Paged<Item extends z.ZodType> {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The list itself and where it goes on. */
  readonly page: (data: unknown) => { readonly items: readonly unknown[]; readonly next: string | undefined };
  /** The argument that names a page. */
  readonly argument: string;
  readonly item: Item;
  /** What makes two items one: a server that turns in circles is noticed. */
  readonly key: (item: z.output<Item>) => string;
}

/** A whole list. One item that does not fit spoils it: what is counted must not be less than there is. */
export async function askAll<Item extends z.ZodType>(
  reader: LiveReader,
  question: Paged<Item>,
): Promise<z.output<Item>[]> {
  const { tool, argument, item, key, page } = question;
  const all = new Map<string, z.output<Item>>();
  let next: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const args = { ...question.arguments, ...(next === undefined ? {} : { [argument]: next }) };
    const { isError, text, data } = await reader.call(tool, args);
    if (isError) throw unreadable(reader, tool, `it said: ${text.slice(0, 300)}`);
    const found = page(data);
    const before = all.size;
    for (const one of found.items) {
      const read = fitting(reader, tool, item, one);
      all.set(key(read), read);
    }
    if (found.next === undefined) return [...all.values()];
    if (all.size === before) throw unreadable(reader, tool, 'it gives the same page again and again');
    next = found.next;
  }
  throw unreadable(reader, tool, `it has more than ${mostPages} pages`);
}
