/**
 * A command that only reads, whatever its arguments are. Its text is a constant; where an argument stands in it, what
 * may stand there is a pattern. Names of hosts and texts of people never become part of one.
 */
export interface ReadCommand {
  readonly id: string;
  /** `{name}` stands for an argument. */
  readonly text: string;
  readonly arguments: Readonly<Record<string, RegExp>>;
  /** Where the program stands: what is in `/usr/sbin` is not on the path of an ordinary account. */
  readonly program: 'bin' | 'sbin';
  /** Asked again through `sudo -n` where the account may not. */
  readonly sudo: boolean;
  /** On the allow-list of ssh-mcp's `read-command`, so that also a read-only profile may ask it. */
  readonly allowListed: boolean;
  /** How it says that what it asks is installed and does not run. */
  readonly stopped: RegExp | undefined;
}

export interface ReadCommandOptions {
  readonly arguments?: Readonly<Record<string, RegExp>>;
  readonly program?: 'bin' | 'sbin';
  readonly sudo?: boolean;
  readonly allowListed?: boolean;
  readonly stopped?: RegExp;
}

/** Nothing by which a shell starts a second command, expands a name or opens a file. */
const constantText = /^[a-z][A-Za-z0-9 _.,:=@%+*/'{}-]*$/;
/** An argument is one word to a shell and no option to a program, whatever pattern it has. */
const plainWord = /^[A-Za-z0-9_@%+:,./][A-Za-z0-9_@%+:,./=-]{0,199}$/;
const slots = /\{([a-z]+)\}/g;
const sbinPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** @throws TypeError when it could be more than one command, or an argument has no pattern: a mistake of ours */
export function readCommand(id: string, text: string, options: ReadCommandOptions = {}): ReadCommand {
  if (!constantText.test(text)) throw new TypeError(`${id}: expected a plain command, it is ${text}`);
  const patterns = options.arguments ?? {};
  for (const [, name = ''] of text.matchAll(slots))
    if (patterns[name] === undefined) throw new TypeError(`${id}: {${name}} has no pattern`);
  const program = options.program ?? 'bin';
  const allowListed = options.allowListed ?? false;
  if (allowListed && program === 'sbin')
    throw new TypeError(`${id}: the allow-list knows no command with a path of its own`);
  return {
    id,
    text,
    arguments: patterns,
    program,
    sudo: options.sudo ?? false,
    allowListed,
    stopped: options.stopped,
  };
}

export type CommandArguments = Readonly<Record<string, string>>;

/**
 * What is sent.
 * @throws TypeError when an argument is missing or is none that may stand there
 */
export function commandLine(command: ReadCommand, args: CommandArguments = {}, withSudo = false): string {
  const text = command.text.replaceAll(slots, (_, name: string) => {
    const value = args[name];
    const pattern = command.arguments[name];
    if (value === undefined || pattern === undefined || !plainWord.test(value) || !pattern.test(value))
      throw new TypeError(`${command.id}: ${JSON.stringify(value)} may not stand for {${name}}`);
    return value;
  });
  if (withSudo) return `sudo -n ${text}`;
  return command.program === 'sbin' ? `${sbinPath} ${text}` : text;
}

/** Whether a line is this command in one of the forms in which it is sent. */
export function isCommandLine(command: ReadCommand, line: string): boolean {
  const names: string[] = [];
  const shape = command.text
    .split(slots)
    .map((part, place) => {
      if (place % 2 === 0) return part.replaceAll(/[.+*{}]/g, String.raw`\$&`);
      names.push(part);
      return '([^ ]+)';
    })
    .join('');
  const found = new RegExp(`^${shape}$`).exec(withoutPrefix(command, line));
  if (!found) return false;
  return names.every((name, place) => {
    const value = found[place + 1] ?? '';
    return plainWord.test(value) && command.arguments[name]?.test(value) === true;
  });
}

function withoutPrefix(command: ReadCommand, line: string): string {
  if (command.sudo && line.startsWith('sudo -n ')) return line.slice('sudo -n '.length);
  if (command.program === 'bin') return line;
  return line.startsWith(`${sbinPath} `) ? line.slice(sbinPath.length + 1) : '';
}
