import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { Card } from '@/layout/page';
import { StateMark } from '@/marks/state-mark';
import { useOperation } from '@/marks/use-operation';

/** After a stop: what the platforms are still doing. Stopping does not take it back. */
export const InFlight = ({ operations }: { operations: readonly Schema<'InFlightOperation'>[] }) => {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const named = useOperation();
  return (
    <div className="card-stopped">
      <Card title={t('inFlight.title', { count: operations.length })} note={t(operations.length > 0 ? 'inFlight.note' : 'inFlight.none')}>
        {operations.length > 0 && (
          <div className="scroll-x">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{t('inFlight.target')}</th>
                  <th scope="col">{t('inFlight.operation')}</th>
                  <th scope="col">{t('inFlight.task')}</th>
                  <th scope="col">{t('inFlight.run')}</th>
                  <th scope="col">{t('going.state')}</th>
                </tr>
              </thead>
              <tbody>
                {operations.map((operation) => (
                  <tr key={operation.key}>
                    <td>
                      <strong>{operation.targetName ?? operation.step}</strong>
                    </td>
                    <td>{named(operation.operation)}</td>
                    <td>
                      <code>{operation.handle ?? '–'}</code>
                    </td>
                    <td>
                      <Link to={`/runs/${operation.runId}`} title={operation.runId}>
                        …{operation.runId.slice(-6)}
                      </Link>
                    </td>
                    <td>
                      <StateMark state="running" bare /> {t('inFlight.continues', { time: format.between(operation.since) })}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Card>
    </div>
  );
};
