import { Tooltip } from '@mantine/core';
import { cleanText } from '../../../../shared/clean-text.ts';
import type { Claim } from '../../../../shared/model/remediation.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import classes from './detail.module.css';

/** It was run although the shared database could not be asked: said wherever that run is shown. */
export function GlassBadge({ claim }: { claim: Claim | undefined }) {
  const { breakGlass: words } = useText();
  if (claim?.breakGlass === undefined) return null;
  const { by, typed } = claim.breakGlass;
  return (
    <Tooltip label={words.badgeHint(cleanText(by), cleanText(typed))} multiline maw={360}>
      <span className={classes['glassBadge']} tabIndex={0} role="note">
        <span aria-hidden>■ </span>
        {words.badge}
      </span>
    </Tooltip>
  );
}
