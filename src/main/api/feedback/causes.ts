import { causePatterns } from '../../tickets/patterns/registry.ts';
import type { Handler } from '../handler.ts';

export const causes: Handler<'feedback.causes'> = () => ({
  causes: causePatterns.map(({ id, title }) => ({ id, title })),
});
