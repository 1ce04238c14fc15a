import { isRecord, preview } from './inbox.ts';
import { tryParseJsonDocument } from './json.ts';
import { parseTables } from './answer-table.ts';
import { parseYaml } from './answer-yaml.ts';
import type { ResourceContent, ToolResult } from './session.ts';

/** What a server answered is not what MCP says an answer looks like. */
export class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError';
}

export type ReadText = Pick<ToolResult, 'data' | 'form'>;

const prose: ReadText = { data: undefined, form: 'text' };

/**
 * Reads the result of `tools/call`. Structured content is handed on as it is: it was parsed once, nothing is copied.
 * @throws MalformedAnswerError
 */
export function readToolResult(result: Record<string, unknown>): ToolResult {
  const { structuredContent, content, isError, toolResult } = result;
  if (isError !== undefined && typeof isError !== 'boolean') {
    throw new MalformedAnswerError(`expected isError to be true or false, got ${preview(isError)}`);
  }
  const failed = isError ?? false;
  const parts = textParts(content);
  if (structuredContent !== undefined && structuredContent !== null) {
    if (typeof structuredContent !== 'object') {
      throw new MalformedAnswerError(
        `expected structuredContent to be an object, got ${preview(structuredContent)}`,
      );
    }
    return { isError: failed, text: parts.join('\n'), data: structuredContent, form: 'structured' };
  }
  // Servers of protocol version 2024-10-07.
  if (content === undefined && toolResult !== undefined) {
    return { isError: failed, text: '', data: toolResult, form: 'structured' };
  }
  if (content === undefined) {
    throw new MalformedAnswerError('the result has neither content nor structuredContent');
  }
  return { isError: failed, text: parts.join('\n'), ...readParts(parts) };
}

/** Reads the result of `resources/read`. @throws MalformedAnswerError */
export function readResourceResult(result: Record<string, unknown>): ResourceContent[] {
  const { contents } = result;
  if (!Array.isArray(contents)) {
    throw new MalformedAnswerError(`expected contents to be a list, got ${preview(contents)}`);
  }
  return contents.map((content: unknown): ResourceContent => {
    if (!isRecord(content) || typeof content['uri'] !== 'string') {
      throw new MalformedAnswerError(`expected a resource with a uri, got ${preview(content)}`);
    }
    const { uri, mimeType, text, blob } = content;
    const known = { uri, ...(typeof mimeType === 'string' ? { mimeType } : {}) };
    if (typeof text === 'string') return { ...known, text, data: readText(text).data };
    if (typeof blob === 'string') {
      const bytes = Buffer.from(blob, 'base64');
      const textual = typeof mimeType === 'string' && /^text\/|json|yaml|xml|csv/.test(mimeType);
      if (!textual) return { ...known, data: new Uint8Array(bytes) };
      const decoded = bytes.toString('utf8');
      return { ...known, text: decoded, data: readText(decoded).data };
    }
    throw new MalformedAnswerError(`resource ${uri}: expected text or blob`);
  });
}

/** The best reading of one text: JSON, JSON lines, fenced, after a sentence, a table, YAML; else prose. */
export function readText(text: string): ReadText {
  const clean = withoutAnsi(text);
  const whole = tryParseJsonDocument(clean);
  if (whole) return { data: whole.value, form: 'json' };
  return (
    readJsonLines(clean) ??
    readFenced(clean) ??
    readJsonAfterSentence(clean) ??
    readTable(clean) ??
    readYaml(clean) ??
    prose
  );
}

function readParts(parts: readonly string[]): ReadText {
  const [first] = parts;
  if (first === undefined) return prose;
  if (parts.length === 1) return readText(first);
  const documents = parts.map((part) => tryParseJsonDocument(part));
  const values = documents.flatMap((document) => (document ? [document.value] : []));
  if (values.length === parts.length) return { data: values, form: 'json-lines' };
  // A sentence for people beside one part for programs.
  const readable = parts.map(readText).filter((part) => part.form !== 'text');
  return readable.length === 1 ? (readable[0] ?? prose) : readText(parts.join('\n'));
}

function textParts(content: unknown): string[] {
  if (content === undefined || content === null) return [];
  if (!Array.isArray(content)) {
    throw new MalformedAnswerError(`expected content to be a list, got ${preview(content)}`);
  }
  return content.flatMap((part: unknown): string[] => {
    if (!isRecord(part) || typeof part['type'] !== 'string') {
      throw new MalformedAnswerError(`expected content parts with a type, got ${preview(part)}`);
    }
    if (part['type'] === 'text') {
      if (typeof part['text'] === 'string') return [part['text']];
      throw new MalformedAnswerError(`expected a text part's text, got ${preview(part['text'])}`);
    }
    const { resource } = part;
    if (part['type'] === 'resource' && isRecord(resource) && typeof resource['text'] === 'string') {
      return [resource['text']];
    }
    // Images, audio and links carry nothing that can be read as records.
    return [];
  });
}

function readJsonLines(text: string): ReadText | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return undefined;
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2) return undefined;
  const values: object[] = [];
  for (const line of lines) {
    const document = tryParseJsonDocument(line);
    if (!document) return undefined;
    values.push(document.value);
  }
  return { data: values, form: 'json-lines' };
}

/** Exactly one fenced block: with two, which one is meant is a guess. */
function readFenced(text: string): ReadText | undefined {
  const fences = [...text.matchAll(/^[ \t]*(`{3,}|~{3,})[ \t]*(\w*)[^\n]*$/gm)];
  const [open, close] = fences;
  if (fences.length !== 2 || !open || !close) return undefined;
  const inside = text.slice(open.index + open[0].length, close.index);
  const language = (open[2] ?? '').toLowerCase();
  if (language === 'yaml' || language === 'yml') return parseYaml(inside, { certain: true });
  const document = tryParseJsonDocument(inside);
  if (document) return { data: document.value, form: 'json' };
  return readJsonLines(inside) ?? readTable(inside) ?? readYaml(inside);
}

/** "Found 3 clusters:" and then one JSON document to the end, the first bracket that stands at the start of a line or after a colon. */
function readJsonAfterSentence(text: string): ReadText | undefined {
  const start = /(?:^|\n|:[ \t]*)[ \t]*(?=[{[])/.exec(text.slice(0, 4_000));
  if (!start) return undefined;
  const from = start.index + start[0].length;
  if (/[{}[\]]/.test(text.slice(0, from))) return undefined;
  const document = tryParseJsonDocument(text.slice(from));
  return document && { data: document.value, form: 'json' };
}

function readTable(text: string): ReadText | undefined {
  const records = parseTables(text);
  return records && { data: records, form: 'table' };
}

function readYaml(text: string): ReadText | undefined {
  return parseYaml(text, { certain: false });
}

/** Colours and cursor movements that command-line tools write. */
function withoutAnsi(text: string): string {
  if (!text.includes('\u001B')) return text;
  // oxlint-disable-next-line no-control-regex -- the escape character is what is removed
  return text.replaceAll(/\u001B\[[0-9;?]*[A-Za-z]/g, '');
}
