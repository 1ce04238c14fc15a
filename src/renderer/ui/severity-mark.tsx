import type { Severity } from '../../shared/model/severity.ts';
import { useText } from '../i18n/catalogue.tsx';
import { StatusMark } from './status-mark.tsx';

/** The severity of a finding, as shape, colour and word; with a count where there are several. */
export function SeverityMark({ severity, count }: { severity: Severity; count?: number }) {
  const text = useText();
  return (
    <StatusMark
      status={severity}
      {...(count !== undefined && { label: text.ui.severityCount[severity](count) })}
    />
  );
}
