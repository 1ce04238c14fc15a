import { readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import type { RuleName } from './compile-rule.ts';

export interface Account {
  readonly name: string | null;
  readonly roles?: readonly string[];
  readonly db?: string;
}

/** Asks a rule about a write. @returns why it is refused; undefined: it is not */
export type Rule = (doc: unknown, before: unknown, user: Account, db?: string) => string | undefined;

/** What the function of a design document answers, as text: nothing of the engine that runs it comes out. */
const asking = `
  var answer = function (given) {
    var all = JSON.parse(given);
    try { validate(all[0], all[1], all[2], {}); return ''; }
    catch (thrown) {
      if (thrown && thrown.forbidden) return 'forbidden ' + thrown.forbidden;
      if (thrown && thrown.unauthorized) return 'unauthorized ' + thrown.unauthorized;
      return 'failed ' + (thrown && thrown.message || thrown);
    }
  };`;

/** What engines of 2009 do not have: a rule that needs any of it fails here as it would there. */
const newer = `
  ['Map', 'Set', 'WeakMap', 'WeakSet', 'Symbol', 'Promise', 'Proxy', 'Reflect', 'BigInt', 'globalThis', 'Intl']
    .forEach(function (name) { delete this[name]; }, this);
  ['assign', 'entries', 'values', 'fromEntries', 'is', 'hasOwn', 'getOwnPropertySymbols']
    .forEach(function (name) { delete Object[name]; });
  ['from', 'of'].forEach(function (name) { delete Array[name]; });
  ['includes', 'find', 'findIndex', 'findLast', 'fill', 'flat', 'flatMap', 'at', 'keys', 'entries', 'values',
    'toSorted', 'toReversed', 'toSpliced', 'with', 'copyWithin']
    .forEach(function (name) { delete Array.prototype[name]; });
  ['includes', 'startsWith', 'endsWith', 'repeat', 'padStart', 'padEnd', 'codePointAt', 'normalize', 'at',
    'matchAll', 'replaceAll', 'trimStart', 'trimEnd', 'isWellFormed']
    .forEach(function (name) { delete String.prototype[name]; });
  ['fromCodePoint', 'raw'].forEach(function (name) { delete String[name]; });
  ['isInteger', 'isNaN', 'isFinite', 'isSafeInteger'].forEach(function (name) { delete Number[name]; });
  ['trunc', 'sign', 'imul', 'cbrt', 'log2', 'clz32'].forEach(function (name) { delete Math[name]; });`;

function inOldWorld(source: string): (given: string) => string {
  const context = createContext(Object.create(null) as object, {
    codeGeneration: { strings: false, wasm: false },
  });
  new Script(`${newer}\nvar validate = (${source});${asking}`).runInContext(context);
  const ask = new Script('answer(given)');
  return (given) => {
    Object.assign(context, { given });
    return String(ask.runInContext(context, { timeout: 5_000 }));
  };
}

const quickJs = await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'));

function inQuickJs(source: string): (given: string) => string {
  const vm = quickJs.newContext();
  vm.unwrapResult(vm.evalCode(`var validate = (${source});${asking}`)).dispose();
  return (given) => {
    using text = vm.newString(given);
    using answer = vm.getProp(vm.global, 'answer');
    using said = vm.unwrapResult(vm.callFunction(answer, vm.undefined, text));
    return vm.getString(said);
  };
}

export function committedRule(name: RuleName): string {
  return readFileSync(new URL(`../../resources/couchdb/${name}.js`, import.meta.url), 'utf8');
}

/** A rule as it is committed, asked in each engine; they have to agree. */
export function openRule(name: RuleName): Rule {
  const source = committedRule(name);
  const engines = [inOldWorld(source), inQuickJs(source)];
  return (doc, before, user, db = `datacenter-docs-${name}`) => {
    const given = JSON.stringify([doc, before ?? null, { db, ...user }]);
    const answers = engines.map((ask) => ask(given));
    const [first = ''] = answers;
    if (answers.some((answer) => answer !== first || answer.startsWith('failed')))
      throw new Error(`engines differ, or fail: ${answers.join(' | ')}`);
    return first === '' ? undefined : first.replace(/^forbidden /, '');
  };
}

const role = (name: string) => `datacenter-docs-${name}`;
export const accounts = {
  nobody: { name: null, roles: [] },
  stranger: { name: 'mallory', roles: [] },
  viewer: { name: 'vera', roles: [role('viewer')] },
  operator: { name: 'alice', roles: [role('operator')] },
  approver: { name: 'bob', roles: [role('approver')] },
  admin: { name: 'ada', roles: [role('admin')] },
  collector: { name: 'node-1', roles: [role('collector')] },
  node: { name: 'noc-server', roles: [role('operator'), role('node')] },
  collecting: { name: 'carl', roles: [role('operator'), role('collector')] },
  server: { name: 'root', roles: ['_admin'] },
} as const satisfies Readonly<Record<string, Account>>;
