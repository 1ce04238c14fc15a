import { check, failed, metWhen, numberOf, said } from '../shared/facts.ts';
import { labPortAdapter, portCall } from '../shared/lab-port.ts';
import { callOfPort } from '../shared/port.ts';

export const labNetwork = labPortAdapter<Record<string, never>>({
  writes: ['network_clear_counters'],
  preChecks: (_, now) => [
    check(numberOf(now, 'errors') > 0, `it has counted errors: ${said(now, 'errors')}`),
  ],
  plan: ({ target }, now) => ({
    calls: [
      portCall(
        target,
        'network_clear_counters',
        `sets the counters of ${callOfPort(target)} to zero; it has counted ${said(now, 'errors')} errors`,
      ),
    ],
    after: { errors: 0 },
    verification: `${callOfPort(target)} shows no errors, and still none at the next poll`,
  }),
  verify: (_, before, now, earlier) => {
    const counted = [...earlier, now].map((one) => numberOf(one, 'errors'));
    const text = `it has counted ${said(now, 'errors')} errors (before: ${said(before, 'errors')})`;
    const least = Math.min(...counted.filter((errors) => !Number.isNaN(errors)));
    // They were set to zero, and come again: that was not the cause.
    if (least < numberOf(before, 'errors') && counted.length > 1 && numberOf(now, 'errors') > least)
      return failed(`${text}, and goes on counting: the errors have not ended`);
    return metWhen(
      numberOf(before, 'errors') > 0 &&
        counted.length > 1 &&
        counted.slice(-2).every((errors) => errors === 0),
      text,
    );
  },
  verifyWithinSeconds: 300,
  pollEverySeconds: 30,
  estimateSeconds: 60,
});
