import type { Block } from '../../../shared/model/block.ts';
import { plainContext } from '../../documents/render/context.ts';
import { graphSvg } from '../../documents/render/svg.ts';
import type { Handler } from '../handler.ts';

export const picture: Handler<'documents.picture'> = async ({ id, section, diagram, ...which }, { app }) => {
  const { sections } = await app.documents.show(id, { ...which, format: 'blocks' });
  const blocks = sections.find(({ key }) => key === section)?.blocks ?? [];
  const drawn = blocks.filter((block): block is Extract<Block, { t: 'diagram' }> => block.t === 'diagram');
  const { graph, title, description } = drawn[diagram] ?? {};
  if (graph === undefined || title === undefined || description === undefined) return {};
  return { svg: graphSvg(graph, title, description, plainContext) };
};
