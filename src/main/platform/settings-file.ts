import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { isScalar, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { settingsSchema, type Settings } from '../../shared/model/settings.ts';
import { DomainError } from './errors.ts';

export function settingsPath(dataDir: string): string {
  return join(dataDir, 'config.yaml');
}

/**
 * Reads and checks `config.yaml`.
 * @throws DomainError `settings-invalid` naming each fault's path
 */
export function readSettings(dataDir: string): Settings {
  const path = settingsPath(dataDir);
  return parseSettings(existsSync(path) ? readFileSync(path, 'utf8') : '', path);
}

/**
 * Sets one value by its dotted path, keeping the comments and order of what stands there. The value is read as
 * YAML, so `12`, `true` and `[a, b]` are what they look like; nothing is written unless the whole file stays valid
 * and `problemsOf` finds nothing in it that it did not hold before.
 */
export async function setSetting(
  dataDir: string,
  path: string,
  value: string | undefined,
  problemsOf: (settings: Settings) => readonly string[] = () => [],
): Promise<Settings> {
  const file = settingsPath(dataDir);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  parseSettings(before, file);
  const document = parseDocument(before);
  const keys = path.split('.');
  // What holds nothing but comments, or `null`, has nothing to set a value in.
  if (isScalar(document.contents)) document.contents = null;
  if (value === undefined) {
    if (document.hasIn(keys)) document.deleteIn(keys);
  } else if (keys.includes('__proto__')) {
    // The check below would drop it in silence, and the file would keep it.
    throw new DomainError('settings-invalid', `${path}: there is no such setting`, {
      hint: 'Nothing was changed.',
    });
  } else document.setIn(keys, parseSettingValue(path, value));
  const text = document.contents === null ? before : document.toString();
  const settings = parseSettings(text, file);
  const known = new Set(problemsOf(parseSettings(before, file)));
  const [problem] = problemsOf(settings).filter((one) => !known.has(one));
  if (problem !== undefined) {
    throw new DomainError('settings-invalid', problem, { hint: 'Nothing was changed.' });
  }
  await writeFileAtomic(file, text, { mode: 0o600 });
  return settings;
}

/** A value as it is typed, which is YAML. @throws DomainError settings-invalid */
export function parseSettingValue(path: string, value: string): unknown {
  return plainValue(parseDocument(value), `${path}: the value`);
}

export function settingsAsYaml(settings: Settings): string {
  return stringify(settings);
}

function parseSettings(text: string, path: string): Settings {
  const parsed = settingsSchema.safeParse(plainValue(parseDocument(text), path) ?? {});
  if (!parsed.success) {
    throw new DomainError('settings-invalid', `${path}: ${z.prettifyError(parsed.error)}`, {
      hint: 'Correct these values; `datacenter-docs config show` prints what is valid.',
    });
  }
  return parsed.data;
}

/** @throws DomainError settings-invalid; aliases are refused, since a few lines of them make gigabytes */
function plainValue(document: ReturnType<typeof parseDocument>, what: string): unknown {
  const invalid = (reason: string) =>
    new DomainError('settings-invalid', `${what}: expected YAML, but ${reason}`, {
      hint: 'Correct it, or move the file away to start from the defaults.',
    });
  const fault = document.errors[0];
  if (fault !== undefined) throw invalid(fault.message);
  try {
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    return value;
  } catch (error) {
    throw invalid(
      `aliases (*name) are not read here: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
