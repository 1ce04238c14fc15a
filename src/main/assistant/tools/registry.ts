import { questionForms } from '../forms/registry.ts';
import type { AssistantTool } from './assistant-tool.ts';
import { formTool } from './form-tool.ts';
import { queryEntities } from './query-entities.ts';
import { searchDocumentation } from './search-documentation.ts';
import { tickets } from './tickets.ts';

/** What a model may call of this application itself. All of it reads. */
export const ownTools: readonly AssistantTool[] = [
  searchDocumentation,
  queryEntities,
  ...questionForms.map(formTool),
  tickets,
];
