import { createHash } from 'node:crypto';
import { labSource } from '../embedded-lab.ts';
import { embeddedPassword, looksSecret, redactedMark } from '../platform/secrets-redact.ts';

/** Members of an input that say what it is about, the first that is there. */
const subjectMembers = [
  'name',
  'path',
  'folder',
  'job',
  'runId',
  'documentId',
  'id',
  'ids',
  'sources',
  'source',
  'what',
  'tool',
];

/** What an act was done to, in one line. */
export function auditSubject(method: string, input: unknown): string {
  if (method === 'sources.addLab' || method === 'sources.removeLab') return labSource;
  if (method === 'tickets.alerts') return 'alertmanager';
  const member = subjectMembers.find((name) => isRecord(input) && Object.hasOwn(input, name));
  const value = member === undefined ? undefined : (input as Record<string, unknown>)[member];
  const text = Array.isArray(value) ? value.map(String).join(', ') : scalarText(value);
  if (method === 'sources.callTool' && isRecord(input)) return `${text} ${scalarText(input['tool'])}`;
  return (text === '' ? (method.split('.')[0] ?? method) : text).slice(0, 300);
}

/** Members that hold secrets, or whole files in which there may be some: only how much it was is kept. */
const secretMembers: Readonly<Record<string, readonly string[]>> = {
  // A conversation is its operator's own, and can be removed: what is said in it stays there.
  'assistant.ask': ['question'],
  'assistant.rename': ['title'],
  'llm.setKey': ['value'],
  'sources.import': ['text'],
  'sources.setSecret': ['value'],
  'sync.connect': ['password'],
  // Tickets themselves are kept; what they were made of may hold anything.
  'tickets.add': ['text', 'attachments'],
  'tickets.alerts': ['payload'],
  'tickets.attach': ['text'],
  'tickets.comment': ['text'],
  'tickets.import': ['text'],
  'tickets.webhook': ['payload'],
};

export function withoutSecretMembers(method: string, input: unknown): unknown {
  const members = secretMembers[method];
  if (!members || !isRecord(input)) return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      members.includes(name) ? `(${lengthOf(value)} characters, not kept)` : value,
    ]),
  );
}

const lengthOf = (value: unknown): number =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).length;

/** Texts longer than this stand as their length and digest. */
const longestText = 2_000;
const mostMembers = 200;

/** An input as it may be kept for ever: without secrets, and not endless. */
export function auditDetails(input: unknown, key = '', depth = 0): unknown {
  if (typeof input === 'string') return safeText(key, input);
  if (depth > 12) return '…';
  if (Array.isArray(input)) {
    const kept = input.slice(0, mostMembers).map((one, i) => {
      const before: unknown = input[i - 1];
      return auditDetails(
        one,
        typeof before === 'string' && before.startsWith('-') ? before : key,
        depth + 1,
      );
    });
    return input.length > mostMembers ? [...kept, `… ${input.length} in all`] : kept;
  }
  if (!isRecord(input)) return input;
  return Object.fromEntries(
    Object.entries(input)
      .slice(0, mostMembers)
      .map(([name, value]) => [name, auditDetails(value, name, depth + 1)]),
  );
}

function safeText(key: string, text: string): string {
  const bare = text
    .replaceAll(
      embeddedPassword,
      (_, inUrl: string | undefined, _password: string, assigned: string | undefined) =>
        `${inUrl ?? assigned ?? ''}${redactedMark}`,
    )
    .replaceAll(/([?&])([^=&#\s]+)=([^&#\s]+)/g, (whole, mark: string, name: string, value: string) =>
      looksSecret(name, value) ? `${mark}${name}=${redactedMark}` : whole,
    );
  if (looksSecret(key, bare) || holdsSecret(bare)) return redactedMark;
  if (text.length <= longestText) return bare;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `(${text.length} characters, sha256 ${digest})`;
}

/** `--token=x`, `Authorization: x` and `TOKEN=x` in one text. */
function holdsSecret(text: string): boolean {
  const pair = /^(-{0,2}[A-Za-z_][\w.-]*)(?:=|:\s+)(\S.*)$/s.exec(text);
  return pair !== null && looksSecret(pair[1] ?? '', pair[2] ?? '');
}

function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
