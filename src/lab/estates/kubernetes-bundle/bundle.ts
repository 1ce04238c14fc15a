import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { LabError } from '../../domain.ts';

/** The files of one unpacked support bundle. */
export interface Bundle {
  /** Last part of the directory's path. */
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  text(file: string): string | undefined;
  /**
   * A JSON or YAML file as data; undefined when it is absent or empty.
   * @throws LabError when it is there and cannot be read.
   */
  data(file: string): unknown;
}

/** @throws LabError when the directory is none or holds no support bundle. */
export function openBundle(directory: string): Bundle {
  const root = path.resolve(directory);
  const paths = listFiles(root);
  if (!paths.some((file) => file.startsWith('cluster-resources/'))) {
    throw new LabError(
      `${root}: expected an unpacked support bundle with a folder cluster-resources, found ${paths.length} files without one`,
    );
  }
  const known = new Set(paths);
  const parsed = new Map<string, unknown>();
  const text = (file: string) => (known.has(file) ? readFileSync(path.join(root, file), 'utf8') : undefined);
  return {
    name: path.basename(root),
    files: paths.map((file) => ({ path: file, bytes: statSync(path.join(root, file)).size })),
    text,
    data: (file) => {
      if (parsed.has(file)) return parsed.get(file);
      const content = text(file)?.trim();
      let value: unknown;
      if (content) {
        try {
          value = /\.ya?ml$/.test(file) ? parseYaml(content) : JSON.parse(content);
        } catch (error) {
          throw new LabError(
            `${file}: expected ${path.extname(file).slice(1).toUpperCase()}, ${String(error)}`,
          );
        }
      }
      parsed.set(file, value);
      return value;
    },
  };
}

function listFiles(root: string): string[] {
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .toSorted();
  } catch (error) {
    throw new LabError(`${root}: expected a readable directory: ${String(error)}`);
  }
}
