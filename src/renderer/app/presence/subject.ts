import { screenAt } from '../screens.ts';

export interface Looking {
  readonly view: string;
  readonly subject?: string;
}

/** As long as the contract takes it. */
const longest = 400;

/** Where the one thing that a screen shows stands in its address. */
const inPath = [
  /^\/tickets\/([^/]+)$/,
  /^\/remediation\/([^/]+)$/,
  /^\/documents\/(.+)$/,
  /^\/inventory\/entity\/(.+)$/,
] as const;
const pagesOfRemediation = new Set(['history', 'policy', 'calibration']);
/** Of the panel beside a list. */
const inSearch: Readonly<Record<string, string>> = {
  inventory: 'entity',
  tickets: 'ticket',
  remediation: 'id',
};

/** What somebody has before them, told by the address alone. */
export function lookingAt(path: string, search: string): Looking {
  const view = screenAt(path)?.key ?? '';
  const subject = subjectOf(path, search, view);
  return { view, ...(subject !== undefined && subject.length <= longest && { subject }) };
}

function subjectOf(path: string, search: string, view: string): string | undefined {
  for (const pattern of inPath) {
    const [, found] = pattern.exec(path) ?? [];
    if (found === undefined) continue;
    const name = decoded(found);
    return view === 'remediation' && pagesOfRemediation.has(name) ? panelIn(search, view) : name;
  }
  return panelIn(search, view);
}

function panelIn(search: string, view: string): string | undefined {
  const name = inSearch[view];
  return name === undefined ? undefined : (new URLSearchParams(search).get(name) ?? undefined);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).replace(/\/+$/, '');
  } catch {
    return text;
  }
}
