import type { Catalogue } from '../catalogue.tsx';
import { settings } from './settings.ts';
import { activity } from './activity.ts';
import { assistant } from './assistant.ts';
import { documents } from './documents.ts';
import { shell } from './shell.ts';
import { ui } from './ui.ts';
import { inventory } from './inventory.ts';
import { kinds } from './kinds.ts';
import { knowledge } from './knowledge.ts';
import { languageModel } from './language-model.ts';
import { tickets } from './tickets.ts';
import { calibration } from './calibration.ts';
import { policy } from './policy.ts';
import { profiles } from './profiles.ts';
import { remediation } from './remediation.ts';
import { topology } from './topology.ts';
import { notices, operators } from './operators.ts';
import { overview } from './overview.ts';
import { breakGlass } from './break-glass.ts';
import { presence } from './presence.ts';
import { sync } from './sync.ts';

export const de: Catalogue = {
  settings,
  activity,
  assistant,
  documents,
  inventory,
  kinds,
  knowledge,
  languageModel,
  notices,
  operators,
  overview,
  breakGlass,
  presence,
  sync,
  remediation,
  policy,
  profiles,
  calibration,
  shell,
  tickets,
  topology,
  ui,
};
