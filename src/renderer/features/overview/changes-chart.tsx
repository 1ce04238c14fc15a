import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { usePreferences } from '../../app/preferences.ts';
import { zoneOf } from '../../app/time-zone.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { localeOf } from '../../i18n/locale.ts';
import { seriesName, type PlottedChanges } from './changes-plot.tsx';
import classes from './overview.module.css';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** Stacked bars in the colours of the theme; a click opens what changed then. */
export function ChangesChart({
  changes,
  onOpen,
}: {
  changes: PlottedChanges;
  onOpen: (bucket: number) => void;
}) {
  const text = useText();
  const element = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const scheme = useComputedColorScheme('dark');
  const still = useReducedMotion();
  const { language, timeZone } = usePreferences();
  const open = useEffectEvent(onOpen);

  useEffect(() => {
    if (!element.current) return;
    const created = init(element.current, null, { renderer: 'canvas' });
    created.on('click', ({ dataIndex }) => open(dataIndex));
    setChart(created);
    const watcher = new ResizeObserver(() => created.resize());
    watcher.observe(element.current);
    return () => {
      watcher.disconnect();
      created.dispose();
    };
  }, []);

  useEffect(() => {
    if (!chart) return;
    const style = getComputedStyle(document.documentElement);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const { starts, series } = changes;
    const span = Date.parse(changes.to) - Date.parse(changes.from);
    const zone = zoneOf(timeZone);
    const time = new Intl.DateTimeFormat(localeOf(language), {
      ...(span > 2 * 86_400_000
        ? { day: '2-digit', month: 'short' }
        : { hour: '2-digit', minute: '2-digit' }),
      ...(zone !== undefined && { timeZone: zone }),
    });
    const exact = new Intl.DateTimeFormat(localeOf(language), {
      dateStyle: 'medium',
      timeStyle: 'short',
      ...(zone !== undefined && { timeZone: zone }),
    });
    chart.setOption(
      {
        animation: !still,
        animationDuration: 150,
        color: ['--series-1', '--series-2', '--series-3', '--series-4'].map(color),
        textStyle: { fontFamily: style.getPropertyValue('--font-text'), color: color('--text-2') },
        grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
        legend: {
          top: 0,
          right: 0,
          itemWidth: 10,
          itemHeight: 10,
          textStyle: { color: color('--text-2'), fontSize: 12 },
          inactiveColor: color('--text-3'),
        },
        tooltip: {
          trigger: 'axis',
          axisPointer: { type: 'shadow', shadowStyle: { color: color('--surface-2'), opacity: 0.5 } },
          // Drawn, not put into the page: names are text whatever they hold.
          renderMode: 'richText',
          backgroundColor: color('--surface-3'),
          borderColor: color('--line-strong'),
          textStyle: { color: color('--text-1'), fontSize: 12 },
        },
        xAxis: {
          type: 'category',
          data: starts.map((start) => exact.format(new Date(start))),
          axisLine: { lineStyle: { color: color('--line-strong') } },
          axisTick: { show: false },
          axisLabel: {
            color: color('--text-3'),
            fontSize: 11,
            formatter: (_: string, index: number) => time.format(new Date(starts[index] ?? changes.from)),
          },
        },
        yAxis: {
          type: 'value',
          minInterval: 1,
          splitNumber: 3,
          splitLine: { lineStyle: { color: color('--line') } },
          axisLabel: { color: color('--text-3'), fontSize: 11 },
        },
        series: series.map(({ key, counts }) => ({
          type: 'bar',
          stack: 'changes',
          name: seriesName(key, text),
          data: counts,
          barCategoryGap: '20%',
          cursor: 'pointer',
        })),
      },
      { notMerge: true },
    );
  }, [chart, changes, scheme, still, language, timeZone, text]);

  return (
    <div
      ref={element}
      className={classes['chart']}
      role="img"
      aria-label={text.overview.changes.plot(changes.total)}
    />
  );
}
