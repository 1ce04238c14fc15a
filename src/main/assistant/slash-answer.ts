import { mostLookedAt } from '../../shared/model/citation.ts';
import { slashCommands, type ParsedSlash, type SlashCommandName } from '../../shared/model/slash-commands.ts';
import { pathsOf, unknownPath } from '../../shared/model/filter-paths.ts';
import { parseFilterTokens, type FilterTokens } from '../../shared/model/filter-tokens.ts';
import { inventoryQuerySchema } from '../../shared/model/inventory-query.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { kindDefinition } from '../../shared/model/kinds/registry.ts';
import type { AnswerDraft } from './answer-parts.ts';
import type { AnswerWork } from './answer-question.ts';
import { answerDiagnosis } from './diagnosis-answer.ts';
import { entityEvidence, keyFacts } from './entity-facts.ts';
import { attribute } from './forms/attribute.ts';
import { changes } from './forms/changes.ts';
import { findings } from './forms/findings.ts';
import { howFull } from './forms/how-full.ts';
import { say, type QuestionForm, type Statement } from './forms/question-form.ts';
import { timeline } from './forms/timeline.ts';
import { whatRunsOn } from './forms/what-runs-on.ts';
import { whereRuns } from './forms/where-runs.ts';
import { whoIsAffected } from './forms/who-is-affected.ts';
import { bold, mdText } from './markdown-text.ts';
import { aboutEntity, cited, fromPassages, joinedLines, notFound } from './search-answer.ts';
import { saysOnlyWhen, sinceOf } from './time-window.ts';
import { findTickets } from './tools/tickets.ts';

const mostListed = 20;

/**
 * Commands are answered from inventory and search alone: what they say is always the same. A diagnosis is that of a
 * ticket, in which a model may take part.
 */
export async function answerSlash(
  typed: Exclude<ParsedSlash, { is: 'question' }>,
  work: AnswerWork,
): Promise<AnswerDraft> {
  const { question, ledger } = work;
  const slash = completed(typed, work);
  if (slash.is !== 'command') return plainDraft(misunderstood(slash, work), false);
  if (slash.name === 'diagnose') return answerDiagnosis(slash.rest, work);
  if (slash.name === 'help') return plainDraft(help(work), false);
  const quotes = new Map<number, string>();
  const statements = await statementsOf(slash.name, slash.rest, work);
  const lines = statements.map((statement) => cited(statement, ledger));
  if (slash.name === 'find')
    lines.push(...fromPassages(slash.rest, work, quotes, lines.length > 0 ? 'facts' : 'nothing'));
  const text = lines.length === 0 ? notFound(question) : joinedLines(lines);
  return { text, by: 'search', calls: [], flags: [], unknown: lines.length === 0, quotes };
}

/** A command that wants an entity and has none is about what is looked at. */
function completed(
  slash: Exclude<ParsedSlash, { is: 'question' }>,
  { question }: AnswerWork,
): Exclude<ParsedSlash, { is: 'question' }> {
  if (slash.is !== 'missing' || question.looking.length === 0) return slash;
  const wanted = slashCommands.find((command) => command.name === slash.name);
  return wanted?.takes.startsWith('entity') === true ? { is: 'command', name: wanted.name, rest: '' } : slash;
}

/** What a command is about: things of one kind that it names, else what is on the screen or was answered before. */
function thingsOf(rest: string, { question, asked, desk }: AnswerWork): readonly Entity[] {
  const { named, looking } = question;
  if (named.length > 0) return named.filter(({ kind }) => kind === named[0]?.kind).slice(0, mostLookedAt);
  if (!saysOnlyWhen(rest)) return [];
  const shown = (asked.context?.entities ?? []).flatMap((id) => desk.view.get(id) ?? []);
  return shown.length > 0 ? shown : looking.slice(0, 1);
}

async function statementsOf(
  name: Exclude<SlashCommandName, 'help' | 'diagnose'>,
  rest: string,
  work: AnswerWork,
): Promise<readonly Statement[]> {
  const { desk, question } = work;
  const things = thingsOf(rest, work);
  const ofEach = async (form: QuestionForm, more: object = {}): Promise<readonly Statement[]> => {
    const told = await Promise.all(things.map((one) => form.answer({ entity: one.id, ...more }, desk)));
    return told.flatMap((statements, place) =>
      things.length > 1 && statements.length > 0
        ? [{ text: `${bold(things[place]?.name ?? '')}:`, rests: [] }, ...statements]
        : statements,
    );
  };
  // A name that nothing has must not be answered with everything.
  const ofEachOrAll = (form: QuestionForm, more: object = {}) =>
    things.length === 0 && saysOnlyWhen(rest) ? form.answer(more, desk) : ofEach(form, more);
  switch (name) {
    case 'find':
      return (await Promise.all(question.named.slice(0, 3).map((one) => aboutEntity(one, desk)))).flat();
    case 'entity':
      return ofEach(attribute);
    case 'changes': {
      const since = sinceOf(`since ${rest}`, desk.now);
      return ofEachOrAll(changes, since === undefined ? {} : { since });
    }
    case 'timeline':
      return ofEach(timeline);
    case 'findings':
      return ofEachOrAll(findings);
    case 'where':
      return ofEach(whereRuns);
    case 'runs':
      return ofEach(whatRunsOn);
    case 'full':
      return ofEachOrAll(howFull);
    case 'affected':
      return ofEach(whoIsAffected);
    case 'list':
      return listed(rest, work);
    case 'tickets':
      return ticketsOf(rest, work);
    default:
      return name satisfies never;
  }
}

/** An empty list would say that there is no such thing; there is no such field. */
function unknownFields(
  query: FilterTokens['query'],
  language: AnswerWork['desk']['language'],
): FilterTokens['problems'] {
  return pathsOf(query).flatMap((path) => {
    const reason = unknownPath(path, query.kinds);
    if (reason === undefined) return [];
    const german = reason.replace(/^there is no field/, 'es gibt kein Feld').replace(/ here(?=:|$)/, '');
    return [{ token: path, reason: say(language, reason, german) }];
  });
}

async function listed(filter: string, { desk }: AnswerWork): Promise<readonly Statement[]> {
  const { query, problems } = parseFilterTokens(filter);
  const [problem] = [...problems, ...unknownFields(query, desk.language)];
  if (problem) return [{ text: `${mdText(problem.token)}: ${mdText(problem.reason)}`, rests: [] }];
  const { list } = await desk.inventory.list({
    ...inventoryQuerySchema.parse(query),
    ...(desk.at !== undefined && { at: desk.at }),
  });
  if (list.length === 0) {
    const nothing = say(desk.language, 'Nothing in the inventory matches', 'Im Inventar passt nichts zu');
    return [{ text: `${nothing} “${mdText(filter)}”.`, rests: [] }];
  }
  const head = say(desk.language, `${list.length} found:`, `${list.length} gefunden:`);
  return [
    { text: list.length > mostListed ? `${head} (${mostListed})` : head, rests: [] },
    ...list.slice(0, mostListed).map((entity) => {
      const facts = keyFacts(desk.view, entity).slice(0, 5);
      return {
        text: `- ${bold(entity.name)} (${kindDefinition(entity.kind).title}): ${facts
          .slice(1)
          .map(({ label, text }) => `${mdText(label)} ${mdText(text)}`)
          .join('; ')}`,
        rests: [entityEvidence(entity, facts)],
      };
    }),
  ];
}

async function ticketsOf(wanted: string, { ports }: AnswerWork): Promise<readonly Statement[]> {
  const found = await findTickets(ports.tickets, wanted, 8);
  return found.map((ticket) => ({
    text: `- ${mdText(ticket.ticket)} ${bold(ticket.title)}: ${mdText(ticket.text.slice(0, 200))}`,
    rests: [ticket],
  }));
}

function help({ question }: AnswerWork): string {
  return [
    say(question.language, 'Commands:', 'Befehle:'),
    '',
    ...slashCommands.map(
      ({ name, takes, example }) =>
        `- \`/${name}\` ${takes === 'nothing' ? '' : `(${takes}) `}\`${example}\``,
    ),
  ].join('\n');
}

function misunderstood(
  { is, name, near }: Extract<ParsedSlash, { is: 'unknown' | 'missing' }>,
  { question }: AnswerWork,
): string {
  const wanted = slashCommands.find((command) => command.name === name);
  if (is === 'missing' && wanted) {
    return say(
      question.language,
      `\`/${name}\` needs more: ${wanted.takes}, as in \`${wanted.example}\`.`,
      `Zu \`/${name}\` fehlt etwas, etwa \`${wanted.example}\`.`,
    );
  }
  const others = (near.length > 0 ? near : ['help']).map((one) => `\`/${one}\``).join(', ');
  return say(
    question.language,
    `There is no command \`/${mdText(name)}\`. There are ${others}; \`/help\` lists all.`,
    `Es gibt keinen Befehl \`/${mdText(name)}\`. Es gibt ${others}; \`/help\` nennt alle.`,
  );
}

function plainDraft(text: string, unknown: boolean): AnswerDraft {
  return { text, by: 'search', calls: [], flags: [], unknown, quotes: new Map() };
}
