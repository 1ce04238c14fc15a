import { takeAlerts } from '../../tickets/intake/alertmanager.ts';
import type { Handler } from '../handler.ts';

export const alerts: Handler<'tickets.alerts'> = ({ payload }, { app, signal }) =>
  takeAlerts(payload, app.tickets, signal);
