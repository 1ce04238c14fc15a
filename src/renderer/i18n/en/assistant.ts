import { formatFor } from '../format.ts';
import { plural } from '../plural.ts';

const { number } = formatFor('en');
const of = (value: number, one: string, many?: string) => plural('en', value, one, many ?? `${one}s`);

export const assistant = {
  title: 'Assistant',
  close: 'Close the assistant',
  newConversation: 'New conversation',
  openAsPage: 'Open as a page',
  backToConversation: 'Back to the conversation',

  empty: {
    title: 'Ask about this datacenter',
    reason:
      'Answers come from your documents, notes, imported files and the inventory, each statement with its source. It reads and proposes; it changes nothing.',
    suggestions: 'Questions from this screen',
  },

  model: {
    none: 'No model is set: answers are what search finds.',
    noneShort: 'No model',
    trouble: (why: string) => `The model is not used now: ${why} Answers are what search finds.`,
    set: 'Set a model',
    open: 'Model settings',
  },

  box: {
    label: 'Question',
    placeholder: 'Ask a question, or / for commands',
    send: 'Ask',
    stop: 'Stop',
    stopping: 'Stopping',
    keys: 'Enter asks, Shift+Enter begins a line',
    keysStop: 'Esc stops',
    away: 'The application is away. Your question is kept here and can be asked when it is back.',
    busy: 'The answer is still coming. Stop it to ask the next question.',
    tooLong: (length: number, most: number) => `${number(length)} characters; at most ${number(most)} fit.`,
    editing: 'You are changing a question. It takes the place of the old one and of everything after it.',
    cancelEdit: 'Leave it as it was',
    commands: 'Commands',
  },

  commands: {
    help: 'What can be asked, and how',
    find: 'Passages with these words',
    entity: 'What is known of an entity',
    changes: 'What changed, of one or of all',
    timeline: 'The history of an entity',
    findings: 'What is wrong, of one or of all',
    where: 'Where an entity is',
    runs: 'What runs on it',
    full: 'How full it is, and until when it lasts',
    affected: 'What goes dark if it fails',
    list: 'Entities by a filter',
    tickets: 'Tickets with these words',
    diagnose: 'Possible causes, with evidence',
    new: 'Begin a new conversation',
    history: 'Earlier conversations',
    copy: 'Copy the last answer as Markdown',
    takes: {
      words: 'words',
      entity: 'entity',
      'entity or nothing': '[entity]',
      'entity or words': 'entity or words',
      'words or nothing': '[words]',
      filter: 'filter',
    },
  },

  context: {
    lookingAt: (what: string) => `Looking at: ${what}`,
    lookedAt: (what: string) => `Looked at: ${what}`,
    asOf: (moment: string) => `as of ${moment}`,
    now: 'as of now',
    more: (count: number) => `and ${number(count)} more`,
    ofSelected: (count: number) => `of ${number(count)} selected`,
    document: (title: string) => `document “${title}”`,
    section: (title: string) => `section “${title}”`,
    filtered: (filter: string) => `filter ${filter}`,
    screen: (name: string) => `screen ${name}`,
    remove: 'Do not tell the assistant what is looked at',
    putBack: 'Tell what is looked at',
    removed: 'The assistant is not told what is looked at.',
  },

  conversation: {
    label: 'Conversation',
    question: 'Question',
    answer: 'Answer',
    toNewest: 'Jump to the newest',
    notKept: 'Not sent yet',
    gone: 'This conversation is no longer there.',
  },

  phase: {
    sent: 'Sending the question',
    working: 'Looking',
    writing: 'Writing',
    checking: 'Checking every statement against its source',
    stopping: 'Stopping',
    elsewhere: 'The answer is being written',
    again: (times: number) =>
      times === 1
        ? 'Began anew, since the first attempt could not be used'
        : `Began anew ${number(times)} times`,
  },

  answer: {
    byModel: (model: string) => `Written by ${model}`,
    begunByModel: (model: string) => `Begun by ${model}, the rest from search`,
    byUnnamedModel: 'Written by a language model',
    bySearch: 'Search results',
    setModel: 'Set a model',
    took: (seconds: string) => `${seconds} s`,
    stopped: 'Stopped. What had been said until then is kept.',
    stoppedUnsupported: 'Stopped. The sources bear out nothing of what had been said until then.',
    stoppedEarly: 'Stopped before anything was said.',
    failed: 'This question was not answered.',
    unknown: 'Not in the documentation',
    unknownHint: 'Nothing was found that answers it, so nothing is claimed.',
    sources: (count: number) => of(count, 'source'),
    noSources: 'No sources',
    copy: 'Copy as Markdown',
    copied: 'Copied as Markdown',
    retry: 'Ask again',
    retrySearch: 'Answer from search',
    edit: 'Change the question',
    saveNote: 'Save as a note',
    complete: (sources: number) => `The answer is complete, ${of(sources, 'source')}.`,
    began: 'The answer begins anew.',
    table: 'Table',
    code: 'Code',
    copyCode: 'Copy',
    image: (alt: string) => `[picture: ${alt}]`,
    todo: 'To do',
    done: 'Done',
  },

  calls: {
    running: (tool: string) => `Looking: ${tool}`,
    looked: (count: number) => `Looked at ${of(count, 'thing')}`,
    failed: (count: number) => `${number(count)} failed`,
    refused: (count: number) => `${number(count)} refused`,
    states: { running: 'Running', done: 'Done', failed: 'Failed', refused: 'Refused' },
    of: (server: string) => `of ${server}`,
    took: (ms: string) => `${ms} ms`,
    arguments: 'Asked with',
    result: 'What came back',
    noArguments: 'Without arguments',
  },

  flags: {
    label: 'About this answer',
    instructions: (where: string) =>
      `A text at ${where} reads like an instruction to the assistant. It was treated as data; nothing in it was followed.`,
    showText: 'Show the text',
    unsupported: (count: number) =>
      `${of(count, 'sentence was', 'sentences were')} left out: the sources do not say so.`,
    showSentences: 'Show what was left out',
    uncited: (count: number) =>
      `${of(count, 'sentence stands', 'sentences stand')} without a source. Check before relying on it.`,
    limit: (reason: string) => `A limit was reached: ${reason}`,
    modelLost: (reason: string) => `The model was lost: ${reason} What follows comes from search alone.`,
    historyLeftOut: (count: number) =>
      `${of(count, 'earlier message')} did not fit what the model reads, and ${count === 1 ? 'was' : 'were'} left out.`,
    takenOut: {
      link: (count: number) =>
        `${of(count, 'link')} to the outside ${count === 1 ? 'was' : 'were'} taken out.`,
      image: (count: number) => `${of(count, 'picture')} ${count === 1 ? 'was' : 'were'} taken out.`,
      html: (count: number) => `HTML was taken out in ${of(count, 'place')}.`,
      secret: (count: number) =>
        `${of(count, 'text')} that ${count === 1 ? 'looks' : 'look'} like a secret ${count === 1 ? 'was' : 'were'} taken out.`,
    },
  },

  sources: {
    title: 'Sources',
    mark: (place: number, title: string) => `Source ${number(place)}: ${title}`,
    pending: (place: number) => `Source ${number(place)}, still to be checked`,
    document: 'Document',
    note: 'Note',
    file: 'File',
    change: 'Change',
    ticket: 'Ticket',
    tool: (server: string) => `Read from ${server}`,
    written: (relative: string) => `written ${relative}`,
    modified: (relative: string) => `changed ${relative}`,
    seen: (relative: string) => `seen ${relative}`,
    changed: (relative: string) => `changed ${relative}`,
    read: (relative: string) => `read ${relative}`,
    openPassage: 'Opens the passage in its document',
    openNote: 'Opens the note in its document',
    openEntity: 'Opens the entity',
    openCall: 'Shows the call that it comes from',
    openFile: (file: string) => `Shows the passage of the file ${file}`,
    inFile: (file: string) => `In the file ${file}`,
    gone: 'no longer there',
    goneHint: 'What is cited here is no longer there. This is what it said.',
  },

  history: {
    title: 'Conversations',
    open: 'Earlier conversations',
    hide: 'Hide the conversations',
    search: 'Search conversations',
    none: 'No conversations yet',
    noneReason: 'What you ask is kept here, for you alone, until you delete it.',
    noneFound: (text: string) => `Nothing with “${text}”`,
    noneFoundReason: 'Titles, questions and answers are searched.',
    messages: (count: number) => of(count, 'message'),
    more: (shown: number, total: number) =>
      `The newest ${number(shown)} of ${number(total)}. Search for older ones.`,
    menu: (title: string) => `More for “${title}”`,
    rename: 'Rename',
    renameLabel: 'Title of the conversation',
    remove: 'Delete',
    removed: (title: string) => `“${title}” deleted`,
    notRemoved: (title: string, why: string) => `“${title}” was not deleted: ${why}`,
    untitled: 'Without a title',
  },

  note: {
    title: 'Save the answer as a note',
    document: 'Document',
    section: 'Section',
    text: 'Note',
    save: 'Save note',
    saved: (section: string) => `Note saved at “${section}”`,
    open: 'Open',
    none: 'There are no documents yet. Write the documents first; notes stand at their sections.',
    choose: 'Choose a document',
    nothingFound: 'No such document',
    hint: 'Notes survive when the document is written again. The sources are kept as footnotes.',
  },
};
