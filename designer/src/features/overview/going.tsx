import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '@/format/use-format';
import { Card, Empty } from '@/layout/page';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { useMessages } from '@/problem/messages/use-messages';
import { useWorkflowNames } from '@/shipped/use-said';
import { standing } from './day';
import type { useOverview } from './use-overview';

/** What runs and what waits, and why. */
export const Going = ({ active, day, shown, details, automation }: ReturnType<typeof useOverview>) => {
  const read = useMessages();
  const { t } = useTranslation('overview');
  const format = useFormat();
  const nameOf = useWorkflowNames();
  const stopped = automation.data?.stopped ?? false;
  const isFirst = day.data?.items.length === 0 && active.data?.items.length === 0;
  return (
    <Card
      title={t('going.title')}
      note={shown.length > 0 ? active.data?.items.length : undefined}
      extra={<Link to="/runs">{t('going.all')}</Link>}
    >
      {active.data && shown.length === 0 && (
        <Empty
          text={t(isFirst ? 'going.none' : 'going.nothing')}
          action={
            isFirst && (
              <Link className="button" to="/workflows/power-off-idle-test-vms">
                {t('going.first')}
              </Link>
            )
          }
        />
      )}
      {shown.length > 0 && (
        <div className="scroll-x">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t('going.state')}</th>
                <th scope="col">{t('going.workflow')}</th>
                <th scope="col">{t('going.progress')}</th>
                <th scope="col">{t('going.why')}</th>
                <th scope="col" className="right">
                  {t('going.for')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((run, index) => {
                const detail = details[index];
                const stand = detail && standing(detail);
                return (
                  <tr key={run.id}>
                    <td>
                      <StateMark state={stateOf(run.status, run.handledFailures)} />
                    </td>
                    <td>
                      <Link to={`/runs/${run.id}`}>{nameOf(run.workflow)}</Link>
                    </td>
                    <td>
                      {stand && stand.total > 0 ? t('going.done', { done: stand.done, total: stand.total }) : '–'}
                      {stand && stand.failed > 0 && <span className="tone-failed"> {t('going.failed', { count: stand.failed })}</span>}
                    </td>
                    <td className="going-why" title={stand?.waits ? read(stand.waits.message) : undefined}>
                      {[
                        stopped && run.status !== 'running' && t('going.stopped'),
                        stand?.waits
                          ? t(`going.waits.${stand.waits.for}` as 'going.waits.run', { defaultValue: read(stand.waits.message) })
                          : stand?.step && t('going.step', { step: stand.step }),
                      ]
                        .filter(Boolean)
                        .join(t('going.and'))}
                    </td>
                    <td className="right">{format.between(run.startedAt ?? run.createdAt)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
};
