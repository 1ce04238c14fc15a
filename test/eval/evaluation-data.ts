import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { z } from 'zod';

/** Where the data for evaluations are: none of them is part of this project. */
export const dataFolder = resolve(
  process.env['DATACENTER_DOCS_DATA'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data'),
);
const platform = join(dataFolder, 'ops-docs', 'platform');
const runbooks = join(dataFolder, 'ops-docs', 'runbooks');
const questions = join(dataFolder, 'ops-docs', 'questions.jsonl');

/** What an evaluation needs and does not find. */
export function missingData(): string[] {
  return [platform, runbooks, questions].filter((path) => !existsSync(path));
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface Corpus {
  readonly name: string;
  readonly files: readonly TextFile[];
  readonly asked: readonly Asked[];
}

export interface Asked {
  readonly question: string;
  readonly isAnswer: (file: string) => boolean;
}

const questionSchema = z.object({ question: z.string(), folders: z.array(z.string()) });
const symptomSchema = z.strictObject({ alert: z.string(), symptom: z.string() });

export function platformCorpus(): Corpus {
  return {
    name: 'platform documentation',
    files: filesOf(platform),
    asked: linesOf(questions, questionSchema).map(({ question, folders }) => ({
      question,
      isAnswer: (file) => folders.some((folder) => file.startsWith(`${folder}/`)),
    })),
  };
}

/** Alerts by their names, and by symptoms as operators would tell them. */
export function runbookCorpora(): { readonly names: Corpus; readonly symptoms: Corpus } {
  const files = filesOf(runbooks);
  const isOf = (alert: string) => (file: string) => basename(file, '.md') === alert;
  return {
    names: {
      name: 'runbooks by the name of the alert',
      files,
      asked: [...new Set(files.map(({ path }) => basename(path, '.md')))].map((alert) => ({
        question: alert,
        isAnswer: isOf(alert),
      })),
    },
    symptoms: {
      name: 'runbooks by symptom',
      files,
      asked: linesOf(join(import.meta.dirname, 'symptoms.jsonl'), symptomSchema).map(
        ({ alert, symptom }) => ({
          question: symptom,
          isAnswer: isOf(alert),
        }),
      ),
    },
  };
}

/** A few pages about a small estate, part of this project: it is always there. */
export function ownCorpus(): Corpus {
  const schema = z.strictObject({ question: z.string(), file: z.string() });
  return {
    name: 'own pages',
    files: filesOf(join(import.meta.dirname, 'corpus')),
    asked: linesOf(join(import.meta.dirname, 'questions.jsonl'), schema).map(({ question, file }) => ({
      question,
      isAnswer: (found) => found === file,
    })),
  };
}

function filesOf(folder: string): TextFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({
      path: relative(folder, file).replaceAll('\\', '/'),
      text: readFileSync(file, 'utf8'),
    }));
}

function linesOf<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema>[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}
