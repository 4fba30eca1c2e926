import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useFormat } from '@/format/use-format';
import { useOperation } from '@/marks/use-operation';

/** What the platforms are still doing: it is not broken off by a stop. */
export const OperationsInFlight = ({ operations }: { operations: readonly Schema<'InFlightOperation'>[] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const named = useOperation();
  if (operations.length === 0) return <p className="quiet">{t('stop.nothingInFlight')}</p>;
  return (
    <>
      <p className="quiet">{t('stop.inFlight', { count: operations.length })}</p>
      <ul className="stop-operations">
        {operations.map((operation) => (
          <li key={operation.key}>
            <strong>{operation.targetName ?? operation.step}</strong> {named(operation.operation)}
            {operation.handle && <code> {operation.handle}</code>} · {format.between(operation.since)} ·{' '}
            <Link to={`/runs/${operation.runId}`}>…{operation.runId.slice(-6)}</Link>
          </li>
        ))}
      </ul>
    </>
  );
};
