import type { ScriptedChat, Turn } from './scripted-llm.ts';

/** A model that does what a test of the connection asks for. */
export function obliging({ tools, messages, stream }: ScriptedChat): Turn {
  const all = messages.map(({ content }) => content).join('\n');
  if (tools.length > 0) return { toolCalls: [{ name: 'note_number', arguments: { number: 7 } }] };
  const mark = /<call-\w+>/.exec(all)?.[0];
  if (mark !== undefined) {
    return `${mark}{"name":"note_number","arguments":{"number":7}}${mark.replace('<', '</')}`;
  }
  if (all.includes('JSON Schema')) return '{"word":"ready","number":7}';
  return stream ? 'one two three four five' : 'ready';
}
