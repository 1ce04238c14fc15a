import type { FeatureHandlers } from '../handler.ts';
import { add } from './add.ts';
import { alerts } from './alerts.ts';
import { attach } from './attach.ts';
import { change } from './change.ts';
import { changed } from './changed.ts';
import { comment } from './comment.ts';
import { diagnose } from './diagnose.ts';
import { diagnoseTicket } from './diagnose-ticket.ts';
import { get } from './get.ts';
import { groups } from './groups.ts';
import { importFile } from './import.ts';
import { list } from './list.ts';
import { watch } from './watch.ts';
import { webhook } from './webhook.ts';

export const ticketsHandlers: FeatureHandlers<'tickets'> = {
  methods: {
    diagnose,
    add,
    list,
    get,
    groups,
    change,
    comment,
    attach,
    watch,
    diagnoseTicket,
    import: importFile,
    alerts,
    webhook,
  },
  events: { changed },
};
