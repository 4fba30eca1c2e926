import { Button } from 'antd';
import { ChevronFirst, StepBack, StepForward } from 'lucide-react';
import { type PointerEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { states } from '@/marks/shapes';
import { stateOf } from '@/marks/state-of';
import { useIsPhone } from '@/theme/media';
import type { Looking } from './use-looking';
import { useNow } from './use-now';
import type { RunData } from './view/data';
import { type Row, sequenceAt, ticks, timelineRows } from './view/timeline';

type Props = { data: RunData; looking: Looking; nameOf: (path: string) => string };

/** The steps over time, with attempts and waits; its marker is the moment that the whole page shows. */
export const Timeline = ({ data, looking, nameOf }: Props) => {
  const { t } = useTranslation('run');
  const { view, at } = looking;
  const goes = !data.view.end;
  const now = useNow(goes);
  const from = Date.parse(data.view.createdAt ?? '') || now;
  const end = Math.max(goes ? now : Date.parse(data.view.endedAt ?? ''), from + 100);
  const moment = at === null ? end : Date.parse(view.at ?? '');
  const rows = useMemo(() => timelineRows(view, moment), [view, moment]);
  return (
    <section className="timeline" aria-label={t('timeline.title')}>
      <TimelineHead data={data} looking={looking} />
      <Chart rows={rows} data={data} looking={looking} nameOf={nameOf} span={{ from, end, moment }} />
    </section>
  );
};

const TimelineHead = ({ data, looking }: Omit<Props, 'nameOf'>) => {
  const { t } = useTranslation('run');
  const format = useFormat();
  const { view, at, look } = looking;
  const goes = !data.view.end;
  const last = data.view.sequence;
  const go = (sequence: number): void => look({ at: sequence >= last ? null : Math.max(1, sequence) });
  return (
    <header className="timeline-head">
      <h2>{t('timeline.title')}</h2>
      <span className="quiet">
        {t('timeline.event', { sequence: format.number(view.sequence), count: format.number(last) })} · {view.at && format.time(view.at)}
      </span>
      <span className="timeline-buttons">
        <Button
          size="small"
          type="text"
          icon={<ChevronFirst size={14} />}
          aria-label={t('timeline.first')}
          title={t('timeline.first')}
          onClick={() => go(1)}
        />
        <Button
          size="small"
          type="text"
          icon={<StepBack size={14} />}
          aria-label={t('timeline.previous')}
          title={t('timeline.previous')}
          onClick={() => go(view.sequence - 1)}
        />
        <Button
          size="small"
          type="text"
          icon={<StepForward size={14} />}
          aria-label={t('timeline.next')}
          title={t('timeline.next')}
          disabled={at === null}
          onClick={() => go(view.sequence + 1)}
        />
        <span className="quiet timeline-hint">
          {t('timeline.hint')} <kbd>,</kbd> <kbd>.</kbd>
        </span>
        {at === null ? (
          <span className={goes ? 'pill pill-completed' : 'pill'}>{t(goes ? 'timeline.atLive' : 'timeline.atEnd')}</span>
        ) : (
          <Button size="small" onClick={() => look({ at: null })}>
            {t(goes ? 'timeline.toLive' : 'timeline.toEnd')} <kbd>L</kbd>
          </Button>
        )}
      </span>
    </header>
  );
};

type Span = { from: number; end: number; moment: number };

const Chart = ({ rows, data, looking, nameOf, span }: Props & { rows: Row[]; span: Span }) => {
  const { t } = useTranslation('run');
  const format = useFormat();
  const { from, end, moment } = span;
  const isPhone = useIsPhone();
  const area = useRef<HTMLDivElement>(null);
  const nameOfRow = (row: Row): string => {
    if (row.kind === 'approval') return `· ${t('timeline.approval')}`;
    if (row.kind === 'undo') return t('timeline.undo', { step: nameOf(row.path) });
    return row.kind === 'target' ? `· ${row.name}` : nameOf(row.path);
  };
  const place = (time: number): string => `${(Math.min(1, Math.max(0, (time - from) / (end - from))) * 100).toFixed(3)}%`;
  const drag = (event: PointerEvent): void => {
    const box = area.current?.getBoundingClientRect();
    if (!box || event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const share = (event.clientX - box.left) / box.width;
    const sequence = sequenceAt(data.entries, from + share * (end - from));
    looking.look({ at: share >= 1 || sequence >= data.view.sequence ? null : sequence });
  };
  return (
    <div className="timeline-scroll">
      <div className="timeline-chart" onPointerDown={drag} onPointerMove={drag}>
        <div className="timeline-area" ref={area}>
          {ticks(from, end, isPhone ? 3 : 8).map((tick) => (
            <span key={tick} className="timeline-tick" style={{ left: place(tick) }}>
              <span>{format.time(new Date(tick)).slice(-8)}</span>
            </span>
          ))}
          <span className="timeline-marker" style={{ left: place(moment) }} aria-hidden>
            <span>{format.time(new Date(moment)).slice(-8)}</span>
          </span>
        </div>
        <input
          type="range"
          className="only-spoken"
          aria-label={t('timeline.marker')}
          aria-valuetext={looking.view.at && format.time(looking.view.at)}
          min={1}
          max={Math.max(1, data.view.sequence)}
          value={looking.view.sequence}
          onChange={(event) => looking.look({ at: event.target.valueAsNumber >= data.view.sequence ? null : event.target.valueAsNumber })}
        />
        {rows.map((row) => (
          <TimelineRow key={row.key} row={row} name={nameOfRow(row)} place={place} looking={looking} />
        ))}
      </div>
    </div>
  );
};

const TimelineRow = ({ row, name, place, looking }: { row: Row; name: string; place: (time: number) => string; looking: Looking }) => (
  <div className="timeline-row">
    <button
      type="button"
      className="timeline-name"
      style={{ paddingLeft: row.depth * 10 }}
      title={name}
      aria-pressed={looking.step === row.path && (row.unit === undefined || looking.target === row.unit)}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => looking.look({ step: row.path, target: row.unit ?? null })}
    >
      {name}
    </button>
    <div className="timeline-bars">
      {row.bars.map((bar) => (
        <span
          key={`${bar.from} ${bar.state}`}
          className={bar.state === 'waiting' ? 'timeline-bar timeline-wait' : 'timeline-bar'}
          style={{
            left: place(bar.from),
            right: `calc(100% - ${place(bar.to)})`,
            background: bar.state === 'waiting' ? undefined : `var(--${states[stateOf(bar.state)].tone})`,
          }}
        />
      ))}
    </div>
  </div>
);
