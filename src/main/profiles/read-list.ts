import { createHash } from 'node:crypto';
import type { ToolResult } from '../mcp/session.ts';
import type { CompiledPaging, CompiledStep, Expression } from './compiled-profile.ts';
import type { Bindings } from './step-results.ts';

/** A list did not come as a whole: what came before stands, and nothing that is missing counts as gone. */
export class IncompleteList extends Error {
  override readonly name = 'IncompleteList';
}

export interface ListCall {
  readonly step: CompiledStep;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly bindings: Bindings;
  /** Makes one call. @throws McpError, IncompleteList when no more are made */
  readonly call: (args: Record<string, unknown>) => Promise<ToolResult>;
  /** One page that came. @throws IncompleteList when it is more than the step takes */
  readonly take: (items: readonly unknown[]) => void;
}

/**
 * One list of one tool, page by page. A server that fails, stops early, or repeats itself makes the list incomplete.
 * @throws IncompleteList and whatever the call throws
 */
export async function readList({ step, arguments: args, bindings, call, take }: ListCall): Promise<void> {
  const { paging, most } = step;
  const limit = paging?.limit ? { [paging.limit.argument]: paging.limit.size } : {};
  const seen = new Set<string>();
  const cursors = new Set<string>();
  let next: { readonly argument?: string | number; readonly offset: number; readonly page: number } = {
    offset: 0,
    page: paging?.by === 'page' ? paging.first : 0,
    ...(paging?.by === 'offset' && { argument: 0 }),
    ...(paging?.by === 'page' && { argument: paging.first }),
  };
  for (let pages = 1; ; pages += 1) {
    if (pages > most.pages) throw new IncompleteList(`more than ${most.pages} pages`);
    const result = await call({
      ...args,
      ...limit,
      ...(paging && next.argument !== undefined && { [paging.argument]: next.argument }),
    });
    const answer = await answerOf(step, result, bindings);
    if (answer === empty) {
      if (pages === 1) return;
      throw new IncompleteList(`page ${pages} says that there is nothing`);
    }
    const items = await itemsOf(step, answer, bindings);
    const fresh = await unseen(step, items, seen, bindings);
    if (items.length > 0 && fresh.length === 0 && paging) {
      throw new IncompleteList(`page ${pages} repeats what came before`);
    }
    take(fresh);
    if (!paging) return;
    const offset = next.offset + items.length;
    const argument = await following(paging, { answer, items, offset, page: next.page, bindings });
    if (argument === undefined) return;
    if (cursors.has(String(argument))) throw new IncompleteList(`${paging.argument} ${argument} comes again`);
    cursors.add(String(argument));
    next = { argument, offset, page: next.page + 1 };
  }
}

const empty = Symbol('nothing there');

/** What a call answered, as the step reads it. @throws IncompleteList */
async function answerOf(
  { answer: reads, failure, emptyTexts }: Pick<CompiledStep, 'answer' | 'failure' | 'emptyTexts'>,
  { isError, text, data, form }: ToolResult,
  bindings: Bindings,
): Promise<unknown> {
  // A list of things may well have one that is called like this: only an answer in words says it.
  const inWords = isError || form === 'text' || reads === 'text';
  if (inWords && emptyTexts.some((one) => text.includes(one))) return empty;
  if (isError) throw new IncompleteList(`it said: ${shortened(text)}`);
  const answer = reads === 'text' ? text : data;
  if (answer === undefined)
    throw new IncompleteList(`expected data, it answered in words: ${shortened(text)}`);
  const said = await failure?.evaluate(answer, bindings);
  const reason = failureText(said, text);
  if (reason !== undefined) throw new IncompleteList(`it said: ${shortened(reason)}`);
  return answer;
}

/** @throws IncompleteList where there is no list */
export async function itemsOf(
  { items }: Pick<CompiledStep, 'items'>,
  answer: unknown,
  bindings: Bindings,
): Promise<readonly unknown[]> {
  const found = items ? await items.evaluate(answer, bindings) : answer;
  if (found === undefined) {
    throw new IncompleteList(`there is nothing where "${items?.text ?? ''}" looks for its items`);
  }
  // Some languages write an empty list so.
  if (found === null) return [];
  return Array.isArray(found) ? found : [found];
}

/** Items that no page before had. Without a key a page is known by its content as a whole. */
async function unseen(
  { key, paging }: Pick<CompiledStep, 'key' | 'paging'>,
  items: readonly unknown[],
  seen: Set<string>,
  bindings: Bindings,
): Promise<readonly unknown[]> {
  if (!paging && !key) return items;
  if (!key) {
    const digest = createHash('sha256').update(JSON.stringify(items)).digest('base64');
    if (seen.has(digest)) return [];
    seen.add(digest);
    return items;
  }
  const fresh: unknown[] = [];
  for (const item of items) {
    const value: unknown = await key.evaluate(item, bindings);
    // What has none is rejected where records are made of it.
    const id = value === undefined || value === null ? undefined : JSON.stringify(value);
    if (id !== undefined && seen.has(id)) continue;
    if (id !== undefined) seen.add(id);
    fresh.push(item);
  }
  return fresh;
}

interface Page {
  readonly answer: unknown;
  readonly items: readonly unknown[];
  /** Items up to the end of this page. */
  readonly offset: number;
  readonly page: number;
  readonly bindings: Bindings;
}

/** The argument for the next page; undefined where there is none. @throws IncompleteList */
async function following(paging: CompiledPaging, page: Page): Promise<string | number | undefined> {
  const { answer, items, offset, bindings } = page;
  switch (paging.by) {
    case 'cursor': {
      const next = await paging.next.evaluate(answer, bindings);
      if (next === undefined || next === null || next === '' || next === false) return undefined;
      if (typeof next === 'string' || typeof next === 'number') return next;
      throw new IncompleteList('expected the next page to be named by a text or a number');
    }
    case 'offset': {
      const total = await counted(paging.total, answer, bindings, 'total');
      return (await isLast(paging.limit, { ...page, total })) ? undefined : offset;
    }
    case 'page': {
      const [total, pages] = [
        await counted(paging.total, answer, bindings, 'total'),
        await counted(paging.pages, answer, bindings, 'pages'),
      ];
      const more = await paging.more?.evaluate(answer, bindings);
      if (paging.more !== undefined && typeof more !== 'boolean') {
        throw new IncompleteList(`expected "${paging.more.text}" to be true or false`);
      }
      const following = page.page + 1;
      if (typeof more === 'boolean') return more ? following : undefined;
      if (pages !== undefined) return following < pages + paging.first ? following : undefined;
      if (paging.limit === undefined && total === undefined)
        return items.length === 0 ? undefined : following;
      return (await isLast(paging.limit, { ...page, total })) ? undefined : following;
    }
    default:
      return paging satisfies never;
  }
}

async function isLast(
  limit: CompiledPaging['limit'],
  { items, offset, total }: Page & { readonly total: number | undefined },
): Promise<boolean> {
  if (total === undefined) return items.length === 0 || (limit !== undefined && items.length < limit.size);
  if (offset >= total) return true;
  if (items.length === 0) throw new IncompleteList(`${offset} of ${total} came, then none`);
  return false;
}

async function counted(
  expression: Expression | undefined,
  answer: unknown,
  bindings: Bindings,
  what: string,
): Promise<number | undefined> {
  if (!expression) return undefined;
  const value = await expression.evaluate(answer, bindings);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
  throw new IncompleteList(`expected a number of ${what} where "${expression.text}" looks`);
}

/** What an expression for failures gives: nothing, false and an empty text are none. */
export function failureText(said: unknown, text: string): string | undefined {
  if (said === undefined || said === null || said === false || said === '') return undefined;
  if (said === true) return text;
  return typeof said === 'string' ? said : (JSON.stringify(said) ?? text);
}

export function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
