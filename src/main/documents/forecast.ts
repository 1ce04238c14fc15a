import { forecastText, type Forecast } from '../capacity/forecast.ts';
import { computed, unknown, type Content } from './build.ts';

/** The forecast as cell content, with what it was worked out from; unknown with its reason otherwise. */
export function forecastCell(forecast: Forecast, of: string): Content {
  const text = forecastText(forecast);
  if (text === undefined) {
    return unknown(forecast.type === 'none' ? forecast.reason : 'cannot be worked out');
  }
  const from = forecast.type === 'days' ? `${forecast.points} daily points of ${of}` : of;
  return computed(text, from, { volatile: true });
}
