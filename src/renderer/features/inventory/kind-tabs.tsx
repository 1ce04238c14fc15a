import { Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { domains } from '../../../shared/model/kind.ts';
import type { EntityKind } from '../../../shared/model/kinds/registry.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { KindIcon } from '../../ui/kind-icon.tsx';
import classes from './kind-tabs.module.css';
import { useListPreferences } from './list-preferences.ts';
import type { KindTab } from './list-state.ts';

type KindCount = OutputOf<'inventory.kinds'>['kinds'][number];

/** What operators look for first, as far as it is there. */
const usual: readonly EntityKind[] = [
  'vm',
  'host',
  'cluster',
  'datastore',
  'finding',
  'network',
  'k8s-node',
  'workload',
  'pod',
  'service',
  'switch',
  'router',
  'firewall',
  'interface',
  'vlan',
  'prefix',
  'array',
  'volume',
  'finding',
];
const averageLetter = 7.2;
const around = 40;

/** Kinds with their counts: as many as there is room for, the rest by domain in a menu. */
export const KindTabs = memo(function KindTabs(props: {
  kinds: readonly KindCount[];
  total: number;
  value: KindTab;
  onChange: (kind: KindTab) => void;
}) {
  const { kinds, total, value, onChange } = props;
  const text = useText();
  const { number } = useFormat();
  const strip = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(1000);
  const recent = useListPreferences((state) => state.recentKinds);
  useLayoutEffect(() => {
    const element = strip.current;
    if (!element) return;
    const measure = () => setRoom(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const there = kinds.filter(({ present, kind }) => present > 0 || kind === value);
  const name = (kind: EntityKind) => text.kinds.heading(kind, 2);
  const widthOf = (title: string, count: number) =>
    (title.length + number(count).length + 1) * averageLetter + around;
  const wanted = [value, ...recent, ...usual, ...there.map(({ kind }) => kind)];
  let left = room - widthOf(text.inventory.allKinds, total) - 90;
  const visible = new Set<EntityKind>();
  for (const kind of wanted) {
    const found = there.find((one) => one.kind === kind);
    if (!found || visible.has(found.kind)) continue;
    const width = widthOf(name(found.kind), found.present);
    if (width > left) break;
    left -= width;
    visible.add(found.kind);
  }
  const shown = there.filter(({ kind }) => visible.has(kind)).toSorted((a, b) => rank(a.kind) - rank(b.kind));
  const hidden = there.filter(({ kind }) => !visible.has(kind));

  const tabs: readonly { kind: KindTab; title: string; count: number }[] = [
    { kind: 'all', title: text.inventory.allKinds, count: total },
    ...shown.map(({ kind, present }) => ({ kind, title: name(kind), count: present })),
  ];
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...(strip.current?.querySelectorAll<HTMLElement>('[role="tab"]') ?? [])];
    const place = buttons.indexOf(document.activeElement as HTMLElement);
    buttons[(place + by + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div className={classes['bar']} ref={strip}>
      <div role="tablist" aria-label={text.inventory.kinds} className={classes['tabs']} onKeyDown={onKeyDown}>
        {tabs.map(({ kind, title, count }, place) => (
          <button
            key={kind}
            type="button"
            role="tab"
            className={classes['tab']}
            aria-selected={kind === value}
            tabIndex={kind === value || (place === 0 && !tabs.some((tab) => tab.kind === value)) ? 0 : -1}
            onClick={() => onChange(kind)}
          >
            <span>{title}</span>
            <span className={classes['count']}>{number(count)}</span>
          </button>
        ))}
      </div>
      {hidden.length > 0 && (
        <Menu withinPortal position="bottom-end">
          <Menu.Target>
            <button type="button" className={classes['more']}>
              {text.inventory.moreKinds(hidden.length)}
              <ChevronDown size={14} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown className={classes['menu'] ?? ''}>
            {domains.map((domain) => {
              const ofDomain = hidden.filter((kind) => kind.domain === domain);
              if (ofDomain.length === 0) return null;
              return (
                <div key={domain}>
                  <Menu.Label>{text.inventory.domains[domain]}</Menu.Label>
                  {ofDomain.map(({ kind, present }) => (
                    <Menu.Item
                      key={kind}
                      leftSection={<KindIcon kind={kind} />}
                      rightSection={<span className={classes['count']}>{number(present)}</span>}
                      onClick={() => onChange(kind)}
                    >
                      {name(kind)}
                    </Menu.Item>
                  ))}
                </div>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
});

function rank(kind: EntityKind): number {
  const place = usual.indexOf(kind);
  return place === -1 ? usual.length : place;
}
