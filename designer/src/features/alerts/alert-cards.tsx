import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '@/format/time';
import { RowLink } from '@/layout/row-link';
import { useListKeys } from '@/layout/use-list-keys';
import { type Alert, ledOf } from './led';
import { Going, LedMark, Severity, Target } from './marks';
import { RowAction } from './row-action';
import { useWhy } from './why';

/** The list on a phone: what matters of each, without anything to move sideways for. */
export const AlertCards = ({ alerts, linkTo }: { alerts: readonly Alert[]; linkTo: (id: string) => string }) => {
  const { t } = useTranslation('alerts');
  const why = useWhy();
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list, 'li');
  return (
    <ul ref={list} className="alerts-cards" aria-label={t('title')}>
      {alerts.map((alert) => (
        <li key={alert.id}>
          <div>
            <RowLink to={linkTo(`${alert.id}`)}>{alert.name}</RowLink> <span className="row-note">{alert.source}</span>
            <span className="alerts-cards-end">
              <Time at={alert.receivedAt} />
            </span>
          </div>
          <div>
            <Severity alert={alert} /> <Target alert={alert} />
            <span className="alerts-cards-end">
              <Going alert={alert} />
            </span>
          </div>
          <div>
            <LedMark led={ledOf(alert)} />
            <span className="alerts-cards-end">
              <RowAction alert={alert} linkTo={linkTo} />
            </span>
          </div>
          <p className="row-note">{why(ledOf(alert))}</p>
        </li>
      ))}
    </ul>
  );
};
