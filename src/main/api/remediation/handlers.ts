import type { FeatureHandlers } from '../handler.ts';
import { actions } from './actions.ts';
import { approve } from './approve.ts';
import { breakGlassOf } from './break-glass-of.ts';
import { cancel } from './cancel.ts';
import { changed } from './changed.ts';
import { dryRun } from './dry-run.ts';
import { get } from './get.ts';
import { journal } from './journal.ts';
import { list } from './list.ts';
import { pause } from './pause.ts';
import { propose } from './propose.ts';
import { refresh } from './refresh.ts';
import { reject } from './reject.ts';
import { resume } from './resume.ts';
import { rollback } from './rollback.ts';
import { run } from './run.ts';
import { settle } from './settle.ts';
import { state } from './state.ts';

export const remediationHandlers: FeatureHandlers<'remediation'> = {
  methods: {
    actions,
    approve,
    breakGlassOf,
    cancel,
    dryRun,
    get,
    journal,
    list,
    pause,
    propose,
    refresh,
    reject,
    resume,
    rollback,
    run,
    settle,
    state,
  },
  events: { changed },
};
