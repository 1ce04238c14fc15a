const minuteMs = 60_000;
const mostRuns = 100;

/**
 * When a cron schedule was due after `since` and up to `until`, oldest first, at most the last 100. Minutes and hours
 * may be a number, a list, a star or a step; days are every day, which is all that the lab's jobs ask for.
 */
export function dueRuns(schedule: string, since: number, until: number): number[] {
  const [minute = '*', hour = '*'] = schedule.split(' ');
  const found: number[] = [];
  const start = Math.max(
    Math.floor(since / minuteMs) * minuteMs + minuteMs,
    Math.floor(until / minuteMs) * minuteMs - 7 * 24 * 60 * minuteMs,
  );
  for (let at = start; at <= until; at += minuteMs) {
    const date = new Date(at);
    if (matches(minute, date.getUTCMinutes()) && matches(hour, date.getUTCHours())) found.push(at);
  }
  return found.slice(-mostRuns);
}

function matches(field: string, value: number): boolean {
  return field.split(',').some((part) => {
    if (part === '*') return true;
    const step = /^\*\/(\d+)$/.exec(part)?.[1];
    return step === undefined ? Number(part) === value : value % Number(step) === 0;
  });
}
