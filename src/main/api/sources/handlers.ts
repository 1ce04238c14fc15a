import type { FeatureHandlers } from '../handler.ts';
import { accept } from './accept.ts';
import { add } from './add.ts';
import { addLab } from './add-lab.ts';
import { callTool } from './call-tool.ts';
import { changed } from './changed.ts';
import { deleteSecret } from './delete-secret.ts';
import { importServers } from './import.ts';
import { inspect } from './inspect.ts';
import { inspectCommand } from './inspect-command.ts';
import { labChoices } from './lab-choices.ts';
import { list } from './list.ts';
import { logs } from './logs.ts';
import { previewImport } from './preview-import.ts';
import { readResource } from './read-resource.ts';
import { remove } from './remove.ts';
import { removeLab } from './remove-lab.ts';
import { revoke } from './revoke.ts';
import { secrets } from './secrets.ts';
import { setDisabled } from './set-disabled.ts';
import { setSecret } from './set-secret.ts';
import { test } from './test.ts';
import { tools } from './tools.ts';
import { update } from './update.ts';
import { validate } from './validate.ts';

export const sourcesHandlers: FeatureHandlers<'sources'> = {
  methods: {
    list,
    validate,
    add,
    update,
    remove,
    setDisabled,
    previewImport,
    import: importServers,
    inspectCommand,
    inspect,
    accept,
    revoke,
    test,
    tools,
    callTool,
    readResource,
    logs,
    secrets,
    setSecret,
    deleteSecret,
    labChoices,
    addLab,
    removeLab,
  },
  events: { changed },
};
