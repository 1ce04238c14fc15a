import type { InputOf } from '../../../../shared/contract/contract.ts';
import type { ShownSourceEntry } from '../../../../shared/contract/sources.ts';

type GivenEntry = InputOf<'sources.add'>['entry'];
type Domain = NonNullable<NonNullable<GivenEntry['options']>['domains']>[number];

/** How a hidden value stands in a text that can be edited: left as it is, what is stored stays. */
export const hiddenMark = '••••••';

/** A server as the form holds it: lists and pairs as lines of text. */
export interface EntryDraft {
  readonly kind: 'stdio' | 'http';
  readonly command: string;
  readonly args: string;
  readonly env: string;
  readonly cwd: string;
  readonly url: string;
  readonly headers: string;
  readonly timeoutMs: string;
  readonly startTimeoutMs: string;
  readonly simulated: boolean;
  readonly domains: readonly Domain[];
  readonly readOnlyTools: string;
  /** What the form does not show and must not lose. */
  readonly rest: {
    readonly maxTotalMs?: number;
    readonly maxMessageBytes?: number;
    readonly profile?: string;
  };
}

export const emptyDraft: EntryDraft = {
  kind: 'stdio',
  command: '',
  args: '',
  env: '',
  cwd: '',
  url: '',
  headers: '',
  timeoutMs: '',
  startTimeoutMs: '',
  simulated: false,
  domains: [],
  readOnlyTools: '',
  rest: {},
};

type Shown = string | { readonly hidden: true };
type Given = string | { readonly keep: true };

export function draftOf(entry: ShownSourceEntry): EntryDraft {
  const {
    timeoutMs,
    startTimeoutMs,
    maxTotalMs,
    maxMessageBytes,
    simulated,
    domains,
    readOnlyTools,
    profile,
  } = entry.options;
  const options = {
    timeoutMs: timeoutMs === undefined ? '' : String(timeoutMs),
    startTimeoutMs: startTimeoutMs === undefined ? '' : String(startTimeoutMs),
    simulated,
    domains: domains ?? [],
    readOnlyTools: readOnlyTools.join('\n'),
    rest: {
      ...(maxTotalMs !== undefined && { maxTotalMs }),
      ...(maxMessageBytes !== undefined && { maxMessageBytes }),
      ...(profile !== undefined && { profile }),
    },
  };
  return entry.kind === 'stdio'
    ? {
        ...emptyDraft,
        ...options,
        kind: 'stdio',
        command: entry.command,
        args: entry.args.map(shown).join('\n'),
        env: pairLines(entry.env, '='),
        cwd: entry.cwd ?? '',
      }
    : {
        ...emptyDraft,
        ...options,
        kind: 'http',
        url: shown(entry.url),
        headers: pairLines(entry.headers, ': '),
      };
}

export function entryOf(draft: EntryDraft): GivenEntry {
  const number = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : undefined);
  const timeoutMs = number(draft.timeoutMs);
  const startTimeoutMs = number(draft.startTimeoutMs);
  const options = {
    ...draft.rest,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(startTimeoutMs !== undefined && { startTimeoutMs }),
    simulated: draft.simulated,
    readOnlyTools: lines(draft.readOnlyTools),
    ...(draft.domains.length > 0 && { domains: [...draft.domains] }),
  };
  return draft.kind === 'stdio'
    ? {
        kind: 'stdio',
        command: draft.command.trim(),
        args: draft.args === '' ? [] : draft.args.split('\n').map(given),
        env: pairs(draft.env, '='),
        ...(draft.cwd.trim() !== '' && { cwd: draft.cwd.trim() }),
        options,
      }
    : { kind: 'http', url: given(draft.url.trim()), headers: pairs(draft.headers, ':'), options };
}

/** The same entry as what is shown, to be written with one difference. */
export function sameEntry(entry: ShownSourceEntry): GivenEntry {
  return entryOf(draftOf(entry));
}

/** A pasted command line as words, quotes taken off: `npx -y "my server" --name='a b'`. */
export function splitCommandLine(line: string): string[] {
  return [...line.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replaceAll(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
      (_, double: string | undefined, single: string | undefined) =>
        double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? '',
    ),
  );
}

function pairLines(members: Readonly<Record<string, Shown>>, separator: string): string {
  return Object.entries(members)
    .map(([name, value]) => `${name}${separator}${shown(value)}`)
    .join('\n');
}

function pairs(text: string, separator: string): Record<string, Given> {
  return Object.fromEntries(
    lines(text).map((line) => {
      const at = line.indexOf(separator);
      const name = at === -1 ? line : line.slice(0, at);
      return [name.trim(), given(at === -1 ? '' : line.slice(at + 1).trim())];
    }),
  );
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function shown(value: Shown): string {
  return typeof value === 'string' ? value : hiddenMark;
}

function given(text: string): Given {
  return text === hiddenMark ? { keep: true } : text;
}
