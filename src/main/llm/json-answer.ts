import { z } from 'zod';
import type { LlmAnswer, LlmMessage } from './llm.ts';

export type JsonReading<T> =
  | { readonly ok: true; readonly value: T }
  /** What was wrong, to be told to the model. */
  | { readonly ok: false; readonly fault: string };

/**
 * Reads JSON of a schema out of an answer. What is mended loses and invents nothing: fences and words around it,
 * commas too many, brackets that were not closed. A value that was cut off in the middle is not guessed.
 */
export function readJson<Schema extends z.ZodType>(
  text: string,
  ended: LlmAnswer['ended'],
  schema: Schema,
): JsonReading<z.output<Schema>> {
  let fault = 'there is no JSON in it';
  for (const candidate of candidates(text)) {
    const parsed = parse(candidate, ended);
    if (!parsed.ok) {
      fault = parsed.fault;
      continue;
    }
    const checked = schema.safeParse(parsed.value);
    if (checked.success) return { ok: true, value: checked.data };
    fault = `it does not fit the schema: ${z.prettifyError(checked.error).slice(0, 1_500)}`;
  }
  return { ok: false, fault };
}

/** What the model is told beforehand, whatever else makes its endpoint answer with JSON. */
export function jsonInstructions(schema: Readonly<Record<string, unknown>>): string {
  return `Answer with one JSON value and nothing else: no words around it, no code fence. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;
}

/** The conversation with the answer that could not be used, and why. */
export function askAgain(messages: readonly LlmMessage[], answer: string, fault: string): LlmMessage[] {
  return [
    ...messages,
    { role: 'assistant', content: answer === '' ? '(nothing)' : answer.slice(0, 4_000) },
    {
      role: 'user',
      content: `That answer cannot be used: ${fault}. Answer again with the whole JSON value alone.`,
    },
  ];
}

function parse(text: string, ended: LlmAnswer['ended']): JsonReading<unknown> {
  const direct = tryParse(text);
  if (direct.ok) return direct;
  const mended = mend(text);
  if (mended.missing !== '' && ended === 'length') {
    return { ok: false, fault: 'it was cut off at the limit of tokens; be shorter' };
  }
  if (mended.inString || (mended.missing !== '' && /[-\d.eE+]$|[:]$/.test(mended.text.trimEnd()))) {
    return { ok: false, fault: 'it breaks off in the middle of a value' };
  }
  const again = tryParse(`${mended.text.replace(/,\s*$/, '')}${mended.missing}`);
  return again.ok ? again : direct;
}

function tryParse(text: string): JsonReading<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, fault: `it is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Words before the value may have brackets of their own, `[1]` for instance. */
const mostCandidates = 5;

/** What may be the value: from a bracket to where it is closed, or to the end of the text or of the fence. */
function candidates(text: string): string[] {
  const fenced = /```(?:json[c5]?)?[ \t]*\r?\n([\s\S]*?)(?:\r?\n[ \t]*```|$)/i.exec(text)?.[1];
  const from = fenced !== undefined && /[[{]/.test(fenced) ? fenced : text;
  const found: string[] = [];
  for (let at = 0; found.length < mostCandidates;) {
    const start = from.slice(at).search(/[[{]/);
    if (start < 0) break;
    const rest = from.slice(at + start);
    const end = scan(rest).closedAt;
    found.push(end === undefined ? rest.trimEnd().replace(/```$/, '').trimEnd() : rest.slice(0, end));
    if (end === undefined) break;
    at += start + end;
  }
  // A value without brackets stands alone.
  return found.length > 0 || text.trim() === '' ? found : [text.trim()];
}

/** Without commas before a closing bracket, and what is missing at the end. */
function mend(text: string): { text: string; missing: string; inString: boolean } {
  const { commas, open, inString } = scan(text);
  let result = '';
  let from = 0;
  for (const at of commas) {
    result += text.slice(from, at);
    from = at + 1;
  }
  return { text: result + text.slice(from), missing: open.toReversed().join(''), inString };
}

interface Scan {
  /** Places of commas that nothing but a closing bracket follows. */
  readonly commas: readonly number[];
  /** Closing brackets that are missing, the outermost first. */
  readonly open: readonly string[];
  readonly inString: boolean;
  /** Behind the bracket that closes the first one. */
  readonly closedAt: number | undefined;
}

function scan(text: string): Scan {
  const open: string[] = [];
  const commas: number[] = [];
  let comma: number | undefined;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
      continue;
    }
    if (/\s/.test(char)) continue;
    if (char === ',') {
      comma = i;
      continue;
    }
    if (char === '"') inString = true;
    else if (char === '{') open.push('}');
    else if (char === '[') open.push(']');
    else if (char === '}' || char === ']') {
      if (comma !== undefined) commas.push(comma);
      open.pop();
      if (open.length === 0) return { commas, open, inString, closedAt: i + 1 };
    }
    comma = undefined;
  }
  return { commas, open, inString, closedAt: undefined };
}
