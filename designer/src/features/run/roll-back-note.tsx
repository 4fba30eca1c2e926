import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { useMessages } from '@/problem/messages/use-messages';
import type { RunView } from './view/run-view';
import { inRollBack, undoState } from './view/undos';
import { shortId } from './words';

type Props = { view: RunView; status: string; undoable: number; handedOn: string | null; nameOf: (path: string) => string };

/** How far the run is with taking back what it changed: what is not as before stands first. */
export const RollBackNote = ({ view, status, undoable, handedOn, nameOf }: Props) => {
  const { t } = useTranslation('run');
  const format = useFormat();
  const read = useMessages();
  const { rollBack } = view;
  if (handedOn)
    return (
      <section className="run-note" aria-label={t('rollBack.title')}>
        {t('rollBack.handedOn')} <Link to={`/runs/${handedOn}`}>{t('name', { id: shortId(handedOn) })}</Link>
      </section>
    );
  if (!rollBack) return null;
  const undos = inRollBack(view);
  const done = undos.filter(({ unit }) => unit.status === 'completed').length;
  // What has not begun is known to the server alone.
  const total = Math.max(undos.length, done + undoable);
  return (
    <section className="run-note" aria-label={t('rollBack.title')}>
      <h2>
        <StateMark state={stateOf(status)} />
      </h2>
      <p className="quiet">
        {rollBack.by
          ? t('rollBack.by', { who: rollBack.by, time: format.time(rollBack.since) })
          : t('rollBack.byPolicy', { time: format.time(rollBack.since) })}
        {rollBack.reason && ` · ${t('reason', { reason: rollBack.reason })}`}
      </p>
      <p>{t('rollBack.done', { done: format.number(done), count: total })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <ul tabIndex={0} aria-label={t('rollBack.title')}>
        {undos.map(({ key, path, unit }) => {
          const message =
            unit.wait?.for === 'held' ? t('log.waiting', { run: shortId(unit.wait.run) }) : (unit.error?.message ?? unit.message);
          return (
            <li key={key}>
              <StateMark state={undoState(unit.status)} bare /> <strong>{unit.name}</strong>{' '}
              <span className="quiet">{path && nameOf(path)}</span> {message && read(message)}
            </li>
          );
        })}
      </ul>
    </section>
  );
};
