import { z } from 'zod';
import { entityIdSchema } from '../../../shared/model/ids.ts';
import { DomainError } from '../../platform/errors.ts';
import type { QuestionForm } from '../forms/question-form.ts';
import { cited } from '../search-answer.ts';
import type { AssistantTool, ToolDesk } from './assistant-tool.ts';

const withEntity = z.looseObject({ entity: z.string().optional() });

/** A kind of question that the inventory answers, as a tool: a model may name the entity instead of giving its id. */
export function formTool(form: QuestionForm): AssistantTool {
  return {
    name: form.name,
    description: form.description,
    arguments: form.arguments,
    async run(args, tools) {
      const given = withEntity.parse(args);
      const entity = given.entity === undefined ? undefined : await resolveEntity(given.entity, tools);
      const statements = await form.answer({ ...given, ...(entity !== undefined && { entity }) }, tools.desk);
      return {
        text:
          statements.length === 0
            ? 'The inventory says nothing about that.'
            : statements.map((statement) => cited(statement, tools.ledger)).join('\n'),
        summary:
          statements.length === 0
            ? 'nothing'
            : (statements[0]?.text ?? '').replaceAll(/[*\\]/g, '').slice(0, 160),
      };
    },
  };
}

/** @throws DomainError entity-not-found, saying what has a name like it */
async function resolveEntity(wanted: string, { desk, ports }: ToolDesk): Promise<string> {
  const id = entityIdSchema.safeParse(wanted);
  if (id.success && desk.view.get(id.data)) return id.data;
  const named = await ports.knowledge.entitiesIn(wanted);
  const [only] = named;
  if (only) return only.id;
  throw new DomainError('entity-not-found', `there is no entity "${wanted}"`, {
    hint: 'find its name with query_entities',
  });
}
