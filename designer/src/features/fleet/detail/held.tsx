import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { apiQuery } from '@/api/queries';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { useWorkflowNames } from '@/shipped/use-said';

/** Who holds the object, since when, and for what. */
export const Held = ({ lease }: { lease: Schema<'LeaseView'> }) => {
  const { t } = useTranslation('fleet');
  const format = useFormat();
  const run = useQuery(apiQuery('/api/v1/runs/{id}', { params: { id: lease.run } })).data;
  const nameOf = useWorkflowNames();
  const who = run?.trigger.by ?? run?.trigger.name ?? run?.trigger.kind ?? '…';
  return (
    <p className="held" role="status">
      <StateMark state="waiting" bare />{' '}
      <Trans
        t={t}
        i18nKey="detail.held"
        values={{ workflow: run ? nameOf(run.workflow) : lease.run, who, time: format.time(lease.since), step: lease.step }}
        components={{ run: <Link to={`/runs/${lease.run}`} /> }}
      />
    </p>
  );
};
