import { hasOwn, isMembers, type Members } from './given.ts';
import { refuse } from './refuse.ts';

/** Refuses what does not fit; `at` says where it stands. */
export type Shape = (value: unknown, at: string) => void;

const wrong = (at: string, expected: string, value: unknown): never =>
  refuse('shape', `${at}: expected ${expected}, got ${kindOf(value)}`);

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string')
    return value.length > 60 ? `a text of ${value.length} characters` : JSON.stringify(value);
  return typeof value === 'object' ? 'an object' : JSON.stringify(value);
}

export function text(most: number, least = 0): Shape {
  return (value, at) => {
    if (typeof value !== 'string' || value.length > most || value.length < least)
      wrong(at, `a text of ${least} to ${most} characters`, value);
  };
}

export function matching(pattern: RegExp, what: string): Shape {
  return (value, at) => {
    if (typeof value !== 'string' || !pattern.test(value)) wrong(at, what, value);
  };
}

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const anyInstant: Shape = (value, at) => {
  if (typeof value !== 'string' || !instantPattern.test(value) || isNaN(Date.parse(value)))
    wrong(at, 'an instant like 2026-01-31T12:00:00.000Z', value);
};

/** Clocks may be a day ahead; what comes later is told apart by being later, and there has to be something later. */
const mostAheadMs = 2 * 86_400_000;

/** Of something that has happened. */
export const instant: Shape = (value, at) => {
  anyInstant(value, at);
  if (Date.parse(value as string) - new Date().getTime() > mostAheadMs)
    refuse('shape', `${at}: ${String(value)} lies more than two days ahead of the clock of this server`);
};

export function integer(least: number, most = 9_007_199_254_740_991): Shape {
  return (value, at) => {
    if (typeof value !== 'number' || Math.floor(value) !== value || value < least || value > most)
      wrong(at, `a whole number from ${least} to ${most}`, value);
  };
}

export function number(least: number, most: number): Shape {
  return (value, at) => {
    if (typeof value !== 'number' || !(value >= least && value <= most))
      wrong(at, `a number from ${least} to ${most}`, value);
  };
}

export const flag: Shape = (value, at) => {
  if (typeof value !== 'boolean') wrong(at, 'true or false', value);
};

export function oneOf(values: readonly string[]): Shape {
  return (value, at) => {
    if (values.indexOf(value as string) === -1) wrong(at, `one of ${values.join(', ')}`, value);
  };
}

export function list(of: Shape, most: number): Shape {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > most) return wrong(at, `a list of at most ${most}`, value);
    for (let place = 0; place < value.length; place += 1) of(value[place], `${at}[${place}]`);
  };
}

export function record(of: Shape, most: number): Shape {
  return (value, at) => {
    if (!isMembers(value)) return wrong(at, 'an object', value);
    const names = Object.keys(value);
    if (names.length > most) wrong(at, `at most ${most} members`, value);
    for (const name of names) {
      if (name.length > 500 || name === '__proto__') refuse('shape', `${at}: a member has no fitting name`);
      of(value[name], `${at}.${name}`);
    }
  };
}

interface Shapes {
  readonly [name: string]: Shape;
}

/** These members and no others. */
export function members(required: Shapes, optional: Shapes = {}): Shape {
  return (value, at) => {
    if (!isMembers(value)) return wrong(at, 'an object', value);
    const within = at === '' ? '' : `${at}.`;
    for (const name of Object.keys(required)) required[name]?.(own(value, name), within + name);
    for (const name of Object.keys(value)) {
      // What CouchDB itself writes there.
      if (at === '' && name.charAt(0) === '_') {
        if (name === '_attachments') refuse('shape', 'attachments are not taken here');
      } else if (hasOwn(optional, name)) optional[name]?.(value[name], within + name);
      else if (!hasOwn(required, name))
        refuse(
          'shape',
          `${at === '' ? 'the document' : at}: has an unknown member ${JSON.stringify(name.slice(0, 60))}`,
        );
    }
  };
}

/** These members, and whatever else there is as long as it is small: what is added later is no reason to refuse it. */
export function openMembers(required: Shapes, optional: Shapes = {}, mostValues = 5_000): Shape {
  const rest = plainMembers(mostValues);
  return (value, at) => {
    rest(value, at);
    for (const name of Object.keys(required)) required[name]?.(own(value as Members, name), `${at}.${name}`);
    for (const name of Object.keys(optional))
      if (hasOwn(value as Members, name)) optional[name]?.((value as Members)[name], `${at}.${name}`);
  };
}

/** By the member that says which it is. */
export function variants(tag: string, shapes: Shapes): Shape {
  return (value, at) => {
    const is = isMembers(value) ? own(value, tag) : undefined;
    if (typeof is !== 'string' || !hasOwn(shapes, is))
      return wrong(`${at}.${tag}`, `one of ${Object.keys(shapes).join(', ')}`, is);
    shapes[is]?.(value, at);
  };
}

/** Whatever it is, as long as it can be looked at in a moment. */
export function anything(mostValues = 20_000, deepest = 40): Shape {
  return (value, at) => {
    let left = mostValues;
    const count = (one: unknown, depth: number): void => {
      left -= 1;
      if (left < 0) refuse('shape', `${at}: has more than ${mostValues} values`);
      if (typeof one !== 'object' || one === null) return;
      if (depth >= deepest) refuse('shape', `${at}: is nested more than ${deepest} deep`);
      if (Array.isArray(one)) for (const item of one) count(item, depth + 1);
      else
        for (const name of Object.keys(one)) {
          if (name === '__proto__') refuse('shape', `${at}: a member has no fitting name`);
          count((one as Members)[name], depth + 1);
        }
    };
    count(value, 0);
  };
}

/** Any members at all, each with what it is. */
export const plainMembers = (mostValues?: number): Shape => {
  const plain = anything(mostValues);
  return (value, at) => {
    if (!isMembers(value)) wrong(at, 'an object', value);
    plain(value, at);
  };
};

/** The version that a document is written in. A newer one than this rule knows is not guessed at. */
export function requireVersion(doc: Members, known: number): void {
  const version = own(doc, 'schemaVersion');
  if (typeof version === 'number' && version > known)
    refuse(
      'shape',
      `schemaVersion ${version} is newer than ${known}, which is what this server was set up for: run init-db of the newer version`,
    );
  if (version !== known) wrong('schemaVersion', String(known), version);
}

const own = (value: Members, name: string): unknown => (hasOwn(value, name) ? value[name] : undefined);
