import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';
import type { ReliabilityReport } from '../../../../shared/contract/reliability.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import classes from './calibration.module.css';
import { seriesOf } from './series.ts';

use([ScatterChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** Each told apart by shape as well as colour. */
const symbols = ['circle', 'triangle', 'rect'] as const;

/** What was foretold against what came of it; the larger a point, the more outcomes stand behind it. */
export function Diagram({ report }: { report: ReliabilityReport }) {
  const { calibration } = useText();
  const { percent } = useFormat();
  const element = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType>();
  const scheme = useComputedColorScheme('dark');
  const still = useReducedMotion();

  useEffect(() => {
    if (!element.current) return;
    const created = init(element.current, null, { renderer: 'canvas' });
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
    const share = (value: number) => percent(value * 100);
    const axis = {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.2,
      nameLocation: 'middle',
      nameTextStyle: { color: color('--text-2'), fontSize: 12 },
      axisLine: { lineStyle: { color: color('--line-strong') } },
      splitLine: { lineStyle: { color: color('--line') } },
      axisLabel: { color: color('--text-3'), fontSize: 11, formatter: share },
    };
    const series = seriesOf(report);
    chart.setOption(
      {
        animation: !still,
        animationDuration: 150,
        color: ['--series-1', '--series-2', '--series-3'].map(color),
        textStyle: { fontFamily: style.getPropertyValue('--font-text'), color: color('--text-2') },
        grid: { left: 36, right: 16, top: 32, bottom: 32, containLabel: true },
        legend: {
          top: 0,
          right: 0,
          itemWidth: 10,
          itemHeight: 10,
          textStyle: { color: color('--text-2'), fontSize: 12 },
          inactiveColor: color('--text-3'),
        },
        tooltip: {
          trigger: 'item',
          // Drawn, not put into the page: names are text whatever they hold.
          renderMode: 'richText',
          backgroundColor: color('--surface-3'),
          borderColor: color('--line-strong'),
          textStyle: { color: color('--text-1'), fontSize: 12 },
        },
        xAxis: { ...axis, name: calibration.diagram.forecast, nameGap: 28 },
        yAxis: { ...axis, name: calibration.diagram.succeeded, nameGap: 44 },
        series: [
          {
            type: 'line',
            name: calibration.series.perfect,
            data: [
              [0, 0],
              [1, 1],
            ],
            symbol: 'none',
            silent: true,
            lineStyle: { color: color('--text-3'), type: 'dashed', width: 1 },
            itemStyle: { color: color('--text-3') },
          },
          ...series.map(({ key, points }, place) => ({
            type: 'scatter',
            name: calibration.series[key],
            symbol: symbols[place] ?? 'circle',
            itemStyle: { color: color(`--series-${place + 1}`) },
            data: points.map(({ forecast, succeeded, outcomes }) => ({
              value: [forecast, succeeded],
              symbolSize: Math.min(28, 7 + 4 * Math.log2(1 + outcomes)),
              tooltip: {
                formatter: `${calibration.series[key]}: ${calibration.diagram.point(share(forecast), share(succeeded), calibration.outcomes(outcomes))}`,
              },
            })),
          })),
        ],
      },
      { notMerge: true },
    );
  }, [chart, report, scheme, still, calibration, percent]);

  return <div ref={element} className={classes['chart']} role="img" aria-label={calibration.diagram.label} />;
}
