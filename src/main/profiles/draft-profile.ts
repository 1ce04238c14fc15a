import { Document, isMap, YAMLMap } from 'yaml';
import type { CollectedDomain } from '../../shared/model/kind.ts';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { ServerDescription, ToolDescription, ToolResult } from '../mcp/session.ts';
import { isRecord } from '../mcp/inbox.ts';
import { findList, membersOf, pathText, plainWord, type FoundList } from './draft-items.ts';
import { guessAttributes, guessKind, type GuessedAttribute } from './draft-kind.ts';
import { fittingProposals, mappingQuestion, type ProposeMapping } from './draft-proposals.ts';

/** What a tool answered that somebody named as one that changes nothing. */
export interface DraftSample {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly answer: ToolResult | { readonly failed: string };
}

export interface Draft {
  readonly text: string;
  /** What was guessed and why, and what could not be. */
  readonly notes: readonly string[];
}

interface DraftedStep {
  readonly sample: DraftSample;
  readonly step: string;
  readonly list: FoundList;
  readonly kind: EntityKind;
}

const readWords = ['list', 'get', 'show', 'describe', 'query', 'search', 'read', 'find', 'status', 'info'];
const ids = ['id', 'uuid', 'uid', 'moid', 'moref', 'obj', 'vmid', 'guid', 'key', 'nativeid', 'serial'];
const names = ['name', 'displayname', 'hostname', 'label', 'title', 'vmname', 'node'];

/**
 * A profile to begin with: what can be told from names, input schemas and one answer of each sampled tool. Every guess
 * that may be wrong is said, in the text and in the notes.
 */
export async function draftProfile(
  source: string,
  server: ServerDescription,
  samples: readonly DraftSample[],
  { domain: wanted, propose }: { readonly domain?: CollectedDomain; readonly propose?: ProposeMapping } = {},
): Promise<Draft> {
  const notes: string[] = [];
  const steps = samples.flatMap((sample) => draftStep(sample, wanted, notes));
  const domain = wanted ?? mostCommon(steps.map(({ kind }) => kindDefinition(kind).domain)) ?? 'vmware';
  const own = steps.filter(({ kind, sample }) => {
    if (kindDefinition(kind).domain === domain) return true;
    notes.push(
      `${sample.tool}: it gives ${kindDefinition(kind).plural}, which are of another domain: make a profile of its own`,
    );
    return false;
  });
  if (own.length === 0) {
    const likely = server.tools.filter(isLikelyRead).map(({ name }) => name);
    notes.push(
      `no list of things was found: name tools that change nothing as samples${likely.length > 0 ? `, e.g. --sample ${likely.slice(0, 3).join(' --sample ')}` : ''}`,
    );
  }
  const stepNames = new Set<string>();
  const collect = own.map((one) => {
    const step = unique(one.step, stepNames);
    const paging = guessPaging(
      server.tools.find(({ name }) => name === one.sample.tool),
      one.sample,
      notes,
    );
    return {
      one,
      step: {
        step,
        tool: one.sample.tool,
        ...(Object.keys(one.sample.arguments).length > 0 && { arguments: constants(one.sample.arguments) }),
        ...(one.list.path !== undefined && { items: one.list.path }),
        ...(paging && { paging }),
      },
    };
  });
  const entities: ReturnType<typeof draftEntity>[] = [];
  for (const { one, step } of collect) {
    const attributes = await attributesOf(one, propose, notes);
    entities.push(draftEntity(one, step.step, attributes, notes));
  }
  const document = new Document({
    profile: 1,
    id: idOf(server.name, source),
    title: server.name.slice(0, 100) || source,
    version: 1,
    domain,
    matches: { tools: [...new Set(own.map(({ sample }) => sample.tool))] },
    tools: Object.fromEntries(own.map(({ sample }) => [sample.tool, 'read'])),
    collect: collect.map(({ step }) => step),
    entities,
  });
  commentTools(document, server, new Set(own.map(({ sample }) => sample.tool)));
  document.commentBefore =
    ' Drafted from the names of tools and from what some of them answered: look at every line of it.\n' +
    ' Expressions are JSONata, over one item of the step; docs/profiles.md describes the rest.';
  return { text: document.toString({ lineWidth: 110 }), notes };
}

function draftStep(sample: DraftSample, wanted: CollectedDomain | undefined, notes: string[]): DraftedStep[] {
  const { tool, answer } = sample;
  if ('failed' in answer || answer.isError) {
    notes.push(`${tool}: ${'failed' in answer ? answer.failed : `it said: ${answer.text.slice(0, 300)}`}`);
    return [];
  }
  if (answer.data === undefined) {
    notes.push(
      `${tool}: it answers in words; with \`answer: text\` and $split or $scan an expression can take them apart`,
    );
    return [];
  }
  const list = findList(answer.data);
  if (!list) {
    notes.push(`${tool}: there is no list of things in what it answers`);
    return [];
  }
  const kind = guessKind(tool, list.items, wanted);
  if (!kind) {
    notes.push(`${tool}: which kind of thing it lists cannot be told from its name`);
    return [];
  }
  notes.push(`${tool}: taken for ${kindDefinition(kind).plural}, ${list.items.length} in the sample`);
  return [{ sample, list, kind, step: stepNameOf(tool) }];
}

/** By names first; what those do not tell is asked for where there is somebody to ask. */
async function attributesOf(
  { list, kind, sample }: DraftedStep,
  propose: ProposeMapping | undefined,
  notes: string[],
): Promise<readonly GuessedAttribute[]> {
  const guessed = guessAttributes(kind, list.items);
  if (!propose) return guessed;
  const known = guessed.map(({ name }) => name);
  const proposals = await propose(mappingQuestion(kind, list.items, known));
  const open = proposals.filter(({ attribute }) => !known.includes(attribute));
  const { fitting, refused } = await fittingProposals(kind, list.items, open);
  for (const reason of refused.slice(0, 20)) notes.push(`${sample.tool}, proposed and left out: ${reason}`);
  return [
    ...guessed,
    ...fitting.map((one) => ({ ...one, note: 'the language model proposed it; it fits the sample' })),
  ];
}

function draftEntity(
  { list, kind, sample }: DraftedStep,
  from: string,
  attributes: readonly GuessedAttribute[],
  notes: string[],
) {
  const members = membersOf(list.items);
  const every = (words: readonly string[]) =>
    words
      .map((word) =>
        members.find(
          ({ path, values }) =>
            path.length === 1 && plainWord(path[0] ?? '') === word && values.length === list.items.length,
        ),
      )
      .find((member) => member !== undefined);
  const isUnique = (member: ReturnType<typeof every>) =>
    member !== undefined && new Set(member.values.map(String)).size === member.values.length;
  const id = [every(ids), every(names)].find(isUnique) ?? every(ids) ?? every(names);
  const name = every(names) ?? id;
  if (!id) notes.push(`${sample.tool}: no member of its items is an id: \`nativeId\` has to be written`);
  if (id && !ids.includes(plainWord(id.path[0] ?? '')))
    notes.push(
      `${sample.tool}: ${pathText(id.path)} is taken for the id: it has to stay when the thing is renamed`,
    );
  const text = (member: ReturnType<typeof every>) => (member ? pathText(member.path) : 'id');
  for (const { name: attribute, note } of attributes) {
    if (note !== undefined) notes.push(`${sample.tool}, ${attribute}: ${note}`);
  }
  return {
    kind,
    from,
    nativeId: text(id),
    name: text(name),
    attributes: Object.fromEntries(
      attributes.map(({ name: attribute, expression }) => [attribute, expression]),
    ),
  };
}

/** A texts that begins with = would be an expression. */
function constants(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === 'string' && value.startsWith('=') ? `=${value}` : value,
    ]),
  );
}

function guessPaging(tool: ToolDescription | undefined, { answer }: DraftSample, notes: string[]) {
  const schema = isRecord(tool?.inputSchema) ? tool.inputSchema['properties'] : undefined;
  const given = isRecord(schema) ? Object.keys(schema) : [];
  const data = 'data' in answer && isRecord(answer.data) ? answer.data : {};
  const member = (words: readonly string[], among: readonly string[]) =>
    among.find((one) => words.includes(plainWord(one)));
  const limit = member(['limit', 'pagesize', 'perpage', 'maxresults', 'size', 'count'], given);
  const total = member(['total', 'totalcount', 'count', 'totalitems'], Object.keys(data));
  const size = limit === undefined ? {} : { limit: { argument: limit, size: 100 } };
  const say = (how: string) =>
    notes.push(`${tool?.name ?? ''}: pages by ${how}, with 100 on each: see whether it takes that`);
  const cursor = member(
    ['cursor', 'pagetoken', 'continue', 'marker', 'nextpagetoken', 'nexttoken', 'token'],
    given,
  );
  const next = member(
    ['nextcursor', 'nextpagetoken', 'continue', 'next', 'nexttoken', 'nextmarker', 'cursor'],
    Object.keys(data),
  );
  if (cursor !== undefined && next !== undefined) {
    say(cursor);
    return { by: 'cursor', argument: cursor, next: pathText([next]), ...size };
  }
  const offset = member(['offset', 'start', 'skip'], given);
  if (offset !== undefined && limit !== undefined) {
    say(offset);
    return {
      by: 'offset',
      argument: offset,
      ...size,
      ...(total !== undefined && { total: pathText([total]) }),
    };
  }
  const page = member(['page', 'pagenumber'], given);
  if (page === undefined) return undefined;
  say(page);
  return { by: 'page', argument: page, ...size, ...(total !== undefined && { total: pathText([total]) }) };
}

/** The other tools stand there as comments, so that nobody has to look their names up. */
function commentTools(document: Document, { tools }: ServerDescription, used: ReadonlySet<string>): void {
  const node = document.get('tools', true);
  if (!isMap(node) || !(node instanceof YAMLMap)) return;
  const others = tools.filter(({ name }) => !used.has(name)).slice(0, 100);
  if (others.length === 0) return;
  node.comment = [
    ' Not used; by their names alone they look like this:',
    ...others.map((tool) => ` ${oneLine(tool.name)}: ${isLikelyRead(tool) ? 'read' : 'write'}`),
  ].join('\n');
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 100);

function isLikelyRead({ name }: ToolDescription): boolean {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return (
    words.some((word) => readWords.includes(word)) &&
    !words.some((word) => /^(set|delete|remove|create|update|add|reset|power|start|stop)/.test(word))
  );
}

function stepNameOf(tool: string): string {
  const words = tool
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !readWords.includes(word));
  const name = words
    .map((word, at) => (at === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join('');
  return /^[a-z]/.test(name) ? name.slice(0, 40) : 'items';
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name.slice(0, 37)}${count}`;
  taken.add(free);
  return free;
}

function idOf(name: string, source: string): string {
  const clean = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^[^a-z]+|-+$/g, '')
      .slice(0, 45);
  const id = clean(name);
  return id.length >= 2 ? id : clean(source).length >= 2 ? clean(source) : 'my-server';
}

function mostCommon<T>(values: readonly T[]): Exclude<T, 'infrastructure'> | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] as Exclude<T, 'infrastructure'> | undefined;
}
