import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { useOperation } from '@/marks/use-operation';
import { inFlight, type RunView } from './view/run-view';

/** An honest cancel: what the platforms are still doing stands here with its handle until they have confirmed that it ended. */
export const InFlight = ({ view }: { view: RunView }) => {
  const { t } = useTranslation('run');
  const format = useFormat();
  const named = useOperation();
  if (!view.cancel || view.end || view.rollBack) return null;
  const operations = inFlight(view);
  return (
    <section className="run-note note-cancelling" aria-label={t('flight.cancelling')}>
      <h2>
        <StateMark state="cancelling" bare /> {t('flight.cancelling')}
      </h2>
      <p className="quiet">{t('flight.cancelBy', { who: view.cancel.by ?? '–', time: format.time(view.cancel.at) })}</p>
      {operations.length === 0 && <p>{t('flight.nothing')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <ul tabIndex={0} aria-label={t('flight.cancelling')}>
        {operations.map(({ step, unit, operation }) => (
          <li key={`${step.path} ${unit.id} ${operation.name}`}>
            <strong>{unit.name || step.path}</strong>{' '}
            {operation.handle
              ? t('flight.goesOn', { operation: named(operation.name), connection: unit.connection ?? '–', handle: operation.handle })
              : t('flight.asked', { operation: named(operation.name), connection: unit.connection ?? '–' })}{' '}
            <span className="quiet">{t('flight.since', { time: format.time(operation.since) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};
