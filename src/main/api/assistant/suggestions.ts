import type { Handler } from '../handler.ts';

export const suggestions: Handler<'assistant.suggestions'> = async ({ context, language }, { app }) => ({
  questions: await app.assistant.suggestions(context, language),
});
