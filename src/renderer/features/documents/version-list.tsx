import { Button } from '@mantine/core';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { cleanText } from '../../../shared/clean-text.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Moment } from '../../ui/moment.tsx';
import classes from './compare-view.module.css';

type Version = OutputOf<'documents.versions'>['versions'][number];

/** Every version that is kept and why it was made; one is chosen as the older, one as the newer. */
export function VersionList(props: {
  versions: readonly Version[];
  from: number | undefined;
  to: number;
  onChange: (from: number, to: number) => void;
  onRead: (version: number) => void;
}) {
  const { versions, from, to, onChange, onRead } = props;
  const { compare, version: versionText } = useText().documents;
  const newest = versions[0]?.version;
  // The older one is always the older one, whichever was chosen last.
  const choose = (a: number, b: number) => onChange(Math.min(a, b), Math.max(a, b));
  return (
    <ol className={classes['versions']}>
      {versions.map(({ version, at, reason }, i) => {
        const before = versions[i + 1]?.version;
        return (
          <li key={version} data-chosen={version === from || version === to || undefined}>
            <span className={classes['radios']}>
              <label>
                <input
                  type="radio"
                  name="from"
                  aria-label={`${compare.from}: ${versionText(version)}`}
                  checked={version === from}
                  disabled={versions.length < 2}
                  onChange={() => version !== to && choose(version, to)}
                />
                <span aria-hidden>{compare.fromShort}</span>
              </label>
              <label>
                <input
                  type="radio"
                  name="to"
                  aria-label={`${compare.to}: ${versionText(version)}`}
                  checked={version === to}
                  disabled={versions.length < 2}
                  onChange={() => from !== undefined && version !== from && choose(from, version)}
                />
                <span aria-hidden>{compare.toShort}</span>
              </label>
            </span>
            <span className={classes['version']}>
              <span className={classes['versionHead']}>
                <strong>{versionText(version)}</strong>
                {version === newest && <span className={classes['badge']}>{compare.newest}</span>}
                <span className={classes['dim']}>
                  <Moment at={at} />
                </span>
              </span>
              <span className={classes['reason']}>{cleanText(reason)}</span>
              <span className={classes['versionTools']}>
                {before !== undefined && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={`${before} → ${version}: ${compare.changedIn(version)}`}
                    onClick={() => onChange(before, version)}
                  >
                    {`${before} → ${version}`}
                  </Button>
                )}
                <Button size="compact-xs" variant="subtle" onClick={() => onRead(version)}>
                  {compare.showVersion(version)}
                </Button>
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
