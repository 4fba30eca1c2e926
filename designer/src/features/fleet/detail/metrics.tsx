import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { useFormat } from '@/format/use-format';
import { CallProblem } from '@/problem/call-problem';
import type { ChartPoint } from './metrics-chart';

const MetricsChart = lazy(() => import('./metrics-chart'));

const metrics = ['cpu', 'memory', 'disk', 'network'] as const;
const hour = 3_600_000;
const ranges = { '1h': hour, '24h': 24 * hour, '7d': 7 * 24 * hour, '14d': 14 * 24 * hour };
type Range = keyof typeof ranges;

/** How a VM or host is used, over the time that the user wants to see. */
export const Metrics = ({ kind, id }: { kind: 'vms' | 'hosts'; id: string }) => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const [metric, setMetric] = useState<(typeof metrics)[number]>('cpu');
  const [range, setRange] = useState<Range>('24h');
  const series = useQuery({
    queryKey: ['fleet-metrics', kind, id, metric, range],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/fleet/${kind}/{id}/metrics`, {
        params: { id },
        query: { metric, from: new Date(Date.now() - ranges[range]).toISOString() },
        signal,
      }),
    refetchInterval: range === '1h' ? 15_000 : 60_000,
    placeholderData: keepPreviousData,
  });
  const isShare = metric === 'cpu' || metric === 'memory';
  const words = useMemo(() => ({ average: t('metrics.average'), maximum: t('metrics.maximum') }), [t]);
  const shown = useMemo(() => {
    const data = series.data;
    if (!data) return undefined;
    const points = data.points.map(({ at, average, maximum }): ChartPoint => [new Date(at).getTime(), average, maximum]);
    return { points, from: new Date(data.from).getTime(), to: new Date(data.to).getTime() };
  }, [series.data]);
  const [value, moment] = useMemo(
    () => [
      (amount: number): string => (isShare ? format.percent(amount) : t('perSecond', { amount: format.bytes(amount) })),
      (at: number): string => format.time(new Date(at)),
    ],
    [isShare, format, t],
  );
  const average = shown && shown.points.length > 0 ? shown.points.reduce((sum, [, one]) => sum + one, 0) / shown.points.length : undefined;
  const highest = Math.max(0, ...(shown?.points.map(([, , maximum]) => maximum) ?? []));
  const summary = average === undefined ? t('metrics.none') : t('metrics.summary', { average: value(average), maximum: value(highest) });
  return (
    <section className="metrics" aria-label={t('metrics.title')}>
      <div className="metrics-choices">
        <Segmented
          size="small"
          aria-label={t('metrics.title')}
          value={metric}
          onChange={setMetric}
          options={metrics.map((one) => ({ value: one, label: t(`metrics.${one}`) }))}
        />
        <Segmented
          size="small"
          aria-label={t('metrics.range')}
          value={range}
          onChange={setRange}
          options={(Object.keys(ranges) as Range[]).map((one) => ({ value: one, label: t(`metrics.${one}`) }))}
        />
      </div>
      {series.error ? (
        <CallProblem error={series.error} what={t('metrics.failed')} retry={series.refetch} />
      ) : (
        <>
          <p className="quiet">{shown ? summary : ' '}</p>
          <Suspense fallback={<div className="metrics-chart" />}>
            {shown && (
              <MetricsChart
                {...shown}
                top={isShare ? 1 : undefined}
                label={`${t(`metrics.${metric}`)}, ${t(`metrics.${range}`)}: ${summary}`}
                value={value}
                moment={moment}
                words={words}
              />
            )}
          </Suspense>
        </>
      )}
    </section>
  );
};
