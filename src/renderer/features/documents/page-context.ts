import { createContext, use } from 'react';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';

/** What every part of a page needs to know of it. */
export interface PageContext {
  readonly id: string;
  /** Absent: the newest version. */
  readonly version?: number;
  readonly at?: Instant;
  /** Notes can be written and sections written again: it is the page as it stands now. */
  readonly current: boolean;
  /** Where a link inside the application leads, with the moment that the console shows. */
  readonly hrefOf: (path: string) => string;
  /** The row that the address names. */
  readonly row?: EntityId;
}

const Page = createContext<PageContext | undefined>(undefined);

export const PageProvider = Page.Provider;

export function usePage(): PageContext {
  const page = use(Page);
  if (page === undefined) throw new Error('usePage: expected to be inside a document page');
  return page;
}
