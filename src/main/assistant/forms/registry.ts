import { attribute } from './attribute.ts';
import { changes } from './changes.ts';
import { findings } from './findings.ts';
import { howFull } from './how-full.ts';
import { howMany } from './how-many.ts';
import type { QuestionForm } from './question-form.ts';
import { remedies } from './remedies.ts';
import { timeline } from './timeline.ts';
import { whatRunsOn } from './what-runs-on.ts';
import { whereRuns } from './where-runs.ts';
import { whoIsAffected } from './who-is-affected.ts';

/** The first that recognises a question answers it: the more particular ones stand first. */
export const questionForms: readonly QuestionForm[] = [
  remedies,
  whoIsAffected,
  changes,
  howFull,
  findings,
  howMany,
  whatRunsOn,
  whereRuns,
  timeline,
  attribute,
];
