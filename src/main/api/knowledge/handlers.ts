import type { FeatureHandlers } from '../handler.ts';
import { changed } from './changed.ts';
import { entities } from './entities.ts';
import { find } from './find.ts';
import { folders } from './folders.ts';
import { importFolder } from './import-folder.ts';
import { passage } from './passage.ts';
import { rebuild } from './rebuild.ts';
import { removeFolder } from './remove-folder.ts';
import { status } from './status.ts';

export const knowledgeHandlers: FeatureHandlers<'knowledge'> = {
  methods: { find, passage, entities, status, folders, importFolder, removeFolder, rebuild },
  events: { changed },
};
