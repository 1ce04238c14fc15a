import type { Facts } from '../../../shared/model/plan.ts';
import { DomainError } from '../../platform/errors.ts';

/** What `{{…}}` may name. What is not known yet is absent. */
export interface TemplateValues {
  readonly target?: string;
  readonly targetName?: string;
  readonly ticket?: string;
  readonly ticketEntity?: string;
  readonly run: string;
  readonly facts: Readonly<Record<string, Facts>>;
}

const template = /\{\{\s*([^{}]*?)\s*\}\}/g;

/**
 * Puts values in the place of templates, at any depth. One that stands alone keeps its kind: a number stays one.
 * @throws DomainError runbook-template, which names what is not known
 */
export function filledIn(value: unknown, values: TemplateValues): unknown {
  if (typeof value === 'string') {
    const [whole, name] = /^\{\{\s*([^{}]*?)\s*\}\}$/.exec(value) ?? [];
    if (whole !== undefined && name !== undefined) return valueOf(name, values);
    return value.replaceAll(template, (_, one: string) => String(valueOf(one, values)));
  }
  if (Array.isArray(value)) return value.map((one) => filledIn(one, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filledIn(one, values)]));
}

function valueOf(name: string, values: TemplateValues): string | number | boolean | null {
  const known: Readonly<Record<string, string | undefined>> = {
    target: values.target,
    'target.name': values.targetName,
    'ticket.id': values.ticket,
    'ticket.entity': values.ticketEntity,
    'run.id': values.run,
  };
  const [, step, fact] = /^steps\.([a-z][a-z0-9-]*)\.facts\.(.+)$/.exec(name) ?? [];
  const found =
    step === undefined || fact === undefined
      ? Object.hasOwn(known, name)
        ? known[name]
        : undefined
      : ownFact(values.facts, step, fact);
  if (found !== undefined) return found;
  throw new DomainError('runbook-template', `What {{${name}}} stands for is not known here.`, {
    hint: `Known are {{target}}, {{target.name}}, {{ticket.id}}, {{ticket.entity}}, {{run.id}} as far as they were given, and {{steps.STEP.facts.NAME}} of earlier steps.`,
  });
}

/** Steps and facts are named by files and by what servers answer: only what is really theirs. */
function ownFact(facts: TemplateValues['facts'], step: string, fact: string): Facts[string] | undefined {
  const own = Object.hasOwn(facts, step) ? facts[step] : undefined;
  return own && Object.hasOwn(own, fact) ? own[fact] : undefined;
}
