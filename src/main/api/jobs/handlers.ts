import type { FeatureHandlers } from '../handler.ts';
import { cancel } from './cancel.ts';
import { changed } from './changed.ts';
import { collected } from './collected.ts';
import { collections } from './collections.ts';
import { details } from './details.ts';
import { history } from './history.ts';
import { list } from './list.ts';
import { pause } from './pause.ts';
import { preview } from './preview.ts';
import { rejects } from './rejects.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';

export const jobsHandlers: FeatureHandlers<'jobs'> = {
  methods: { list, preview, run, cancel, pause, resume, history, collections, details, rejects },
  events: { changed, collected },
};
