import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { inFlight, type RunView } from './view/run-view';

/** An honest cancel: what the platforms are still doing stands here with its handle until they have confirmed that it ended. */
export const InFlight = ({ view }: { view: RunView }) => {
  const { t } = useTranslation('run');
  const format = useFormat();
  if (!view.cancel || view.end) return null;
  const operations = inFlight(view);
  return (
    <section className="run-note note-cancelling" aria-label={t('flight.cancelling')}>
      <h2>
        <StateMark state="cancelling" bare /> {t('flight.cancelling')}
      </h2>
      <p className="quiet">{t('flight.cancelBy', { who: view.cancel.by ?? '–', time: format.time(view.cancel.at) })}</p>
      {operations.length === 0 && <p>{t('flight.nothing')}</p>}
      <ul>
        {operations.map(({ step, unit, operation }) => (
          <li key={`${step.path} ${unit.id} ${operation.name}`}>
            <strong>{unit.name || step.path}</strong>{' '}
            {operation.handle
              ? t('flight.goesOn', { operation: operation.name, connection: unit.connection ?? '–', handle: operation.handle })
              : t('flight.asked', { operation: operation.name, connection: unit.connection ?? '–' })}{' '}
            <span className="quiet">{t('flight.since', { time: format.time(operation.since) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};
