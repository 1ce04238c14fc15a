import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { createColors } from 'picocolors';

/**
 * Where a command's words go. The result goes to stdout, exactly once: as one JSON document with `--json`, as text
 * for people without it. Everything else (notes, progress, warnings) goes to stderr.
 */
export interface Output {
  readonly json: boolean;
  readonly color: ReturnType<typeof createColors>;
  /** The command's result. `human` is only called when it is wanted. */
  data(value: unknown, human: () => string): void;
  /** One of many results, as JSON on a line of its own, whether `--json` was given or not. */
  line(value: unknown): void;
  /** Something worth knowing while it works; silent with `--quiet` and `--json`. */
  note(text: string): void;
  /** Something that the operator has to know even with `--quiet`. */
  warn(text: string): void;
  /** A table for people: first column left, numbers right. */
  table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string;
  progress(label: string): Progress;
}

export interface Progress {
  update(done: number, total: number | undefined, message: string): void;
  finish(message?: string): void;
}

/** Progress of one kind of work, shown on one line; its functions may be handed on. */
export interface ProgressLine<T> {
  readonly update: (progress: T) => void;
  readonly finish: () => void;
}

interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export function createOutput(
  options: { json: boolean; quiet: boolean; color: boolean },
  streams: Streams = process,
): Output {
  const color = createColors(options.color);
  const talk = !options.quiet && !options.json;
  return {
    json: options.json,
    color,
    data(value, human) {
      const text = options.json ? asciiControls(JSON.stringify(value, null, 2)) : human();
      if (text !== '') streams.stdout.write(options.json ? `${text}\n` : `${plain(text).trimEnd()}\n`);
    },
    line(value) {
      streams.stdout.write(`${asciiControls(JSON.stringify(value))}\n`);
    },
    note(text) {
      if (talk) streams.stderr.write(`${plain(text)}\n`);
    },
    warn(text) {
      streams.stderr.write(`${color.yellow('warning:')} ${plain(text)}\n`);
    },
    table(head, rows) {
      if (rows.length === 0) return '';
      const numeric = head.map((_, column) =>
        rows.every((row) => /^(–|[-+]?[\d.,]+( ?[%A-Za-z/]+)?)?$/.test(String(row[column] ?? ''))),
      );
      const table = new Table({
        head: head.map((title) => color.dim(title)),
        colAligns: numeric.map((right) => (right ? 'right' : 'left')),
        chars: {
          top: '',
          'top-mid': '',
          'top-left': '',
          'top-right': '',
          bottom: '',
          'bottom-mid': '',
          'bottom-left': '',
          'bottom-right': '',
          left: '',
          'left-mid': '',
          mid: '',
          'mid-mid': '',
          right: '',
          'right-mid': '',
          middle: '  ',
        },
        style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
      });
      for (const row of rows) table.push(row.map((cell) => oneLine(String(cell))));
      return table
        .toString()
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n');
    },
    progress(label) {
      if (!talk || !streams.stderr.isTTY) return silentProgress;
      const bar = new SingleBar({
        format: `${label.padEnd(24)} {bar} {value}/{total} {message}`,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        barsize: 24,
        hideCursor: true,
        clearOnComplete: true,
        stream: streams.stderr,
        fps: 10,
      });
      let started = false;
      return {
        update(done, total, message) {
          const end = Math.max(total ?? done, 1);
          if (started) bar.setTotal(end);
          else bar.start(end, done, { message: '' });
          started = true;
          bar.update(done, { message: oneLine(plain(message)).slice(0, 40) });
        },
        finish(message) {
          if (started) bar.stop();
          if (message !== undefined) streams.stderr.write(`${message}\n`);
        },
      };
    },
  };
}

const silentProgress: Progress = { update() {}, finish() {} };

/**
 * Text from infrastructure must not steer the terminal: control characters, escape sequences other than the colours
 * that this program uses, and marks that turn the direction of text are shown as a replacement character.
 */
export function plain(text: string): string {
  return text.replaceAll(steering, '\uFFFD');
}

/**
 * What comes from elsewhere, with every text in it as it may be printed: it has no colours of its own either, which
 * could hide it or have it look like a mark of this program.
 */
export function withoutEscapes<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return plain(value.replaceAll('\u001B', '\uFFFD'));
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [cleaned(name), cleaned(member)]));
}

/** A name with a line break must not look like a line of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}

/** The same JSON; what could steer a terminal stands in it by its number. */
function asciiControls(json: string): string {
  return json.replaceAll(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const steering =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]|\u001B(?!\[(?:1|2|22|3[1-6]|39|90)m)/g;
