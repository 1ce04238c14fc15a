/** What somebody types stays in this browser or window until it is saved or thrown away. */
const prefix = 'datacenter-docs.note-draft.';

/** @param place the note, or the section for a new one */
export function readDraft(document: string, place: string): string | undefined {
  return attempt(() => localStorage.getItem(key(document, place)) ?? undefined);
}

export function writeDraft(document: string, place: string, text: string | undefined): void {
  attempt(() => {
    if (text === undefined || text === '') localStorage.removeItem(key(document, place));
    else localStorage.setItem(key(document, place), text);
    return undefined;
  });
}

function key(document: string, place: string): string {
  return `${prefix}${document} ${place}`;
}

/** Storage may be full or forbidden: then there are no drafts. */
function attempt(run: () => string | undefined): string | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
