import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '@/api/session';
import { type Alert, actionOf, ledOf } from './led';

/** The address of the rules page with a form for a rule about alerts like this. */
export const newRule = ({ source, name }: Pick<Alert, 'source' | 'name'>): string =>
  `/triggers/rules?${new URLSearchParams({ open: 'new', source, name })}`;

/** The one thing that can be done about an alert. What starts something asks in the pane, where all is told. */
export const RowAction = ({ alert, linkTo }: { alert: Alert; linkTo: (id: string) => string }) => {
  const { t } = useTranslation('alerts');
  const mayWrite = useMay('author');
  const mayOperate = useMay('operate');
  const led = ledOf(alert);
  const action = actionOf(led);
  if (action === undefined || (action === 'rule' && !mayWrite)) return null;
  const to = action === 'open' ? `/runs/${led.runId}` : action === 'rule' ? newRule(alert) : linkTo(`${alert.id}`);
  const word = action === 'retry' && !mayOperate ? 'look' : action;
  return (
    <Link to={to} onClick={(event) => event.stopPropagation()}>
      <Button size="small" tabIndex={-1}>
        {t(`action.${word}`)}
      </Button>
      <span className="alerts-hidden">{alert.name}</span>
    </Link>
  );
};
