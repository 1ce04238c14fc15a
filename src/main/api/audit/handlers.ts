import type { FeatureHandlers } from '../handler.ts';
import { changed } from './changed.ts';
import { exportAudit } from './export.ts';
import { list } from './list.ts';
import { verify } from './verify.ts';

export const auditHandlers: FeatureHandlers<'audit'> = {
  methods: { list, verify, export: exportAudit },
  events: { changed },
};
