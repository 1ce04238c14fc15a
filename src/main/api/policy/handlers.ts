import type { FeatureHandlers } from '../handler.ts';
import { apply } from './apply.ts';
import { changed } from './changed.ts';
import { check } from './check.ts';
import { defaultText } from './default-text.ts';
import { diff } from './diff.ts';
import { dryRun } from './dry-run.ts';
import { history } from './history.ts';
import { kill } from './kill.ts';
import { read } from './read.ts';
import { setAutomatic } from './set-automatic.ts';
import { version } from './version.ts';

export const policyHandlers: FeatureHandlers<'policy'> = {
  methods: { read, defaultText, check, diff, apply, setAutomatic, kill, history, version, dryRun },
  events: { changed },
};
