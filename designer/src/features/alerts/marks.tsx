import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Format } from '@/format/format';
import { useFormat } from '@/format/use-format';
import { type State, shapes, states } from '@/marks/shapes';
import { type Alert, type Led, ledOf } from './led';
import { toneOf } from './severity';

/** The source's own word, in the colour of how bad it is; what is over has none. */
export const Severity = ({ alert }: { alert: Pick<Alert, 'severity' | 'status'> }) => {
  const { t } = useTranslation('alerts');
  const tone = alert.status === 'firing' ? toneOf(alert.severity) : 'text-3';
  return <span style={{ color: `var(--${tone})` }}>{alert.severity ?? t('noSeverity')}</span>;
};

/** Whether it is over, and how long it went on. */
export const Going = ({ alert }: { alert: Alert }) => {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  const time = roughly(format, alert);
  return alert.status === 'firing' ? (
    <span>{t('firingFor', { time })}</span>
  ) : (
    <span className="row-note">{t('resolvedAfter', { time })}</span>
  );
};

const minute = 60_000;

/** Whole minutes from the first one on: seconds tell nothing then. */
const roughly = (format: Format, { startsAt, endsAt }: Alert): string => {
  const passed = Math.max(0, (endsAt ? Date.parse(endsAt) : Date.now()) - Date.parse(startsAt));
  return format.duration(passed < minute ? passed : Math.floor(passed / minute) * minute);
};

/** State shape, and a word for what it led to; a run is a link. */
export const LedMark = ({ led }: { led: Led }) => {
  const { t } = useTranslation('alerts');
  return (
    <span className="mark" style={{ color: `var(--${states[led.state].tone})` }} data-state={led.state}>
      <Shape state={led.state} />
      {led.runId ? (
        <Link to={`/runs/${led.runId}`} onClick={(event) => event.stopPropagation()}>
          {t('led.run', { run: led.runId.slice(-6) })}
        </Link>
      ) : (
        <span>{t(`led.${led.word}`)}</span>
      )}
    </span>
  );
};

const Shape = ({ state }: { state: State }) => (
  <svg viewBox="0 0 16 16" width={14} height={14} aria-hidden>
    {shapes[state]}
  </svg>
);

/** What it is about, and what was measured. */
export const Target = ({ alert }: { alert: Alert }) => {
  const { t } = useTranslation('alerts');
  const { finding, value } = alert;
  const name = finding?.target?.name ?? named(alert);
  return (
    <span title={finding?.targetNote}>
      {name !== undefined && (
        <>
          {name}
          {finding && !finding.target && <span className="alerts-unsure"> ?</span>}
        </>
      )}
      {name !== undefined && value && ' · '}
      {value && <span className="row-note">{value}</span>}
      {finding?.causedBy && ledOf(alert).word !== 'selfInflicted' && <span className="alerts-own"> {t('selfInflicted')}</span>}
    </span>
  );
};

/** What its source calls the machine, where the fleet does not know it. */
const named = ({ labels }: Alert): string | undefined =>
  ['instance', 'host', 'vm', 'node', 'hostname', 'InstanceId'].map((name) => labels[name]).find((value) => value !== undefined);
