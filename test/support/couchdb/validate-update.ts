import { createContext, Script } from 'node:vm';
import type { UserContext } from './accounts.ts';
import { Refusal } from './refusal.ts';

/** A `validate_doc_update` that is ready to be asked. */
export type ValidateUpdate = (
  document: unknown,
  before: unknown,
  user: UserContext,
  security: unknown,
) => void;

const mostMilliseconds = 5_000;

/**
 * The function of a design document, in a world of its own that has what CouchDB's query server has and nothing of
 * Node. Everything goes in as JSON: neither side can reach into the other.
 * @throws Refusal compilation_error
 */
export function compileValidation(source: string): ValidateUpdate {
  const context = createContext(Object.create(null) as object, {
    codeGeneration: { strings: false, wasm: false },
  });
  try {
    new Script(
      `var isArray = Array.isArray, toJSON = JSON.stringify, log = function () {};
       var validate = (${source}\n);`,
    ).runInContext(context);
  } catch (error) {
    throw new Refusal(400, 'compilation_error', error instanceof Error ? error.message : String(error));
  }
  const ask = new Script(`(function () {
    try { validate.apply(null, JSON.parse(given)); return '{}'; }
    catch (thrown) {
      if (thrown && thrown.forbidden) return JSON.stringify({ forbidden: String(thrown.forbidden) });
      if (thrown && thrown.unauthorized) return JSON.stringify({ unauthorized: String(thrown.unauthorized) });
      return JSON.stringify({ failed: String(thrown && thrown.message || thrown) });
    }
  })()`);
  return (document, before, user, security) => {
    Object.assign(context, { given: JSON.stringify([document, before ?? null, user, security]) });
    const said = JSON.parse(String(ask.runInContext(context, { timeout: mostMilliseconds }))) as Record<
      string,
      string
    >;
    if (said['forbidden'] !== undefined) throw new Refusal(403, 'forbidden', said['forbidden']);
    if (said['unauthorized'] !== undefined) throw new Refusal(401, 'unauthorized', said['unauthorized']);
    if (said['failed'] !== undefined) throw new Refusal(500, 'TypeError', said['failed']);
  };
}
