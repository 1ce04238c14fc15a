import type { z } from 'zod';
import type { Entity } from '../../../shared/model/entity.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { InventoryView } from '../../inventory/view.ts';
import type { BlastRadius } from '../../topology/blast-radius.ts';
import type { Evidence } from '../evidence.ts';
import type { Language } from '../language.ts';
import type { Question } from '../question.ts';

/** What is asked for an answer, all of it read-only. */
export interface Desk {
  readonly view: InventoryView;
  readonly now: Instant;
  /** The moment that is looked at; absent: now. */
  readonly at?: Instant;
  readonly language: Language;
  readonly inventory: Pick<Inventory, 'timeline' | 'changes' | 'list' | 'freshness'>;
  readonly blastRadius: (view: InventoryView, root: Entity) => BlastRadius;
}

/** One sentence or line, Markdown, and what it rests on. */
export interface Statement {
  readonly text: string;
  readonly rests: readonly Evidence[];
}

interface FormDefinition<Arguments extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly arguments: Arguments;
  recognise(question: Question): z.output<Arguments> | undefined;
  answer(args: z.output<Arguments>, desk: Desk): Promise<readonly Statement[]> | readonly Statement[];
}

/**
 * One kind of question that the inventory answers by itself. Recognised in words, and a tool for a model, which then
 * gives the same arguments.
 */
export interface QuestionForm {
  /** Also the tool's. */
  readonly name: string;
  /** For a model: when to use it. */
  readonly description: string;
  readonly arguments: z.ZodObject;
  /** @returns arguments; undefined when it is not this kind of question */
  recognise(question: Question): unknown;
  /** @throws z.ZodError when the arguments are not what it takes */
  answer(args: unknown, desk: Desk): Promise<readonly Statement[]>;
}

export function defineForm<const Arguments extends z.ZodObject>(
  form: FormDefinition<Arguments>,
): QuestionForm {
  return {
    ...form,
    answer: async (args, desk) => form.answer(form.arguments.parse(args), desk),
  };
}

/** The entity of an id; also one that is gone, for as long as it is in memory. */
export function entityOf(desk: Pick<Desk, 'view'>, id: string): Entity | undefined {
  return desk.view.get(id as EntityId);
}

export const say = (language: Language, en: string, de: string): string => (language === 'de' ? de : en);
