import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';
import { runOf } from './details.ts';

export const rejects: Handler<'jobs.rejects'> = async ({ id, offset, limit }, { app }) => {
  const run = await runOf(app, id);
  if (run.type !== 'collection') {
    throw new DomainError('run-not-found', `The run "${id}" is a job's: only collections reject records.`);
  }
  return {
    items: run.rejects.slice(offset, offset + limit).map((one) => ({ ...one })),
    total: run.rejects.length,
    rejected: run.counts.rejected,
  };
};
