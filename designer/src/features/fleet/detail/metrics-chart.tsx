import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useMode } from '@/theme/mode';
import { tokens } from '@/theme/tokens';

use([LineChart, GridComponent, TooltipComponent, SVGRenderer]);

export type ChartPoint = readonly [at: number, average: number, maximum: number];

type Props = {
  points: readonly ChartPoint[];
  from: number;
  to: number;
  top: number | undefined;
  label: string;
  value: (value: number) => string;
  moment: (at: number) => string;
  words: { average: string; maximum: string };
};

/** A metric over time: its average as a line, its maximum as a shade. A library of its own, so it is loaded when a pane is opened. */
const MetricsChart = ({ points, from, to, top, label, value, moment, words }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const colours = tokens[useMode()];
  useEffect(() => {
    if (!place.current) return;
    const chart = init(place.current, undefined, { renderer: 'svg' });
    const text = { color: colours['text-3'], fontSize: 11 };
    chart.setOption({
      animation: false,
      grid: { left: 44, right: 8, top: 8, bottom: 20 },
      tooltip: {
        trigger: 'axis',
        confine: true,
        backgroundColor: colours.surface,
        borderColor: colours.line,
        textStyle: { color: colours.text, fontSize: 12 },
        formatter: (shown: unknown) => describe(shown, points, { value, moment, words }),
      },
      xAxis: {
        type: 'time',
        min: from,
        max: to,
        axisLabel: { ...text, hideOverlap: true },
        axisLine: { lineStyle: { color: colours.line } },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: 0,
        ...(top === undefined ? {} : { max: top }),
        splitNumber: 2,
        axisLabel: { ...text, formatter: value },
        splitLine: { lineStyle: { color: colours.line } },
      },
      series: [
        {
          type: 'line',
          data: points.map(([at, , maximum]) => [at, maximum]),
          symbol: 'none',
          lineStyle: { width: 0 },
          areaStyle: { color: colours['running-tint'], opacity: 1 },
          silent: true,
        },
        {
          type: 'line',
          data: points.map(([at, average]) => [at, average]),
          symbol: 'none',
          lineStyle: { color: colours.running, width: 1.5 },
        },
      ],
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [points, from, to, top, colours, value, moment, words]);
  return <div ref={place} className="metrics-chart" role="img" aria-label={label} />;
};

const describe = (
  shown: unknown,
  points: readonly ChartPoint[],
  { value, moment, words }: Pick<Props, 'value' | 'moment' | 'words'>,
): string => {
  const index = Array.isArray(shown) ? (shown[0] as { dataIndex?: number }).dataIndex : undefined;
  const point = points[index ?? -1];
  return point ? `${moment(point[0])}<br>${words.average} ${value(point[1])}<br>${words.maximum} ${value(point[2])}` : '';
};

export default MetricsChart;
