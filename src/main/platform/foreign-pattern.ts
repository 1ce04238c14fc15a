import { createContext, Script } from 'node:vm';

/** Longer than this takes no pattern that somebody means. */
const longestMs = 50;
const longestText = 500;

const room = createContext({ pattern: '', text: '' });
const test = new Script("new RegExp(pattern, 's').test(text)");

/**
 * A regular expression that another system sends, about a whole text. What would take for ever is stopped, and not
 * tried again.
 * @returns whether it matches; undefined where that cannot be told, also for what JavaScript cannot read
 */
export function foreignPattern(pattern: string): (text: string) => boolean | undefined {
  const whole = `^(?:${pattern})$`;
  let direct: RegExp;
  try {
    direct = new RegExp(whole, 's');
  } catch {
    return () => undefined;
  }
  const quick = isQuick(pattern);
  let given = true;
  return (text) => {
    if (!given) return undefined;
    if (quick && text.length <= longestText) return direct.test(text);
    try {
      room.pattern = whole;
      room.text = text;
      return test.runInContext(room, { timeout: longestMs }) === true;
    } catch {
      given = false;
      return undefined;
    }
  };
}

/** No repeated group, and few repetitions: what a text of ordinary length is compared with at once. */
function isQuick(pattern: string): boolean {
  const bare = pattern.replaceAll(/\\[^]/g, 'x').replaceAll(/\(\?(?:[a-z-]*:|[=!])/g, '(');
  const repeated = bare.match(/[*+{]/g)?.length ?? 0;
  const optional = bare.match(/\?/g)?.length ?? 0;
  return repeated <= 2 && optional <= 4 && !/\)[*+{]/.test(bare);
}
