export const ui = {
  loading: 'Loading',
  tryAgain: 'Try again',
  unknown: (reason: string) => `Unknown: ${reason}`,
  status: { ok: 'OK', info: 'Info', warning: 'Warning', critical: 'Critical', unknown: 'Unknown' },
};
