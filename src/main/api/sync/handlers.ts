import type { FeatureHandlers } from '../handler.ts';
import { changed } from './changed.ts';
import { check } from './check.ts';
import { connect } from './connect.ts';
import { disconnect } from './disconnect.ts';
import { parked } from './parked.ts';
import { pause } from './pause.ts';
import { repair } from './repair.ts';
import { resume } from './resume.ts';
import { status } from './status.ts';

export const syncHandlers: FeatureHandlers<'sync'> = {
  methods: { status, parked, connect, disconnect, pause, resume, check, repair },
  events: { changed },
};
