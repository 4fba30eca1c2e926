import { Button, Input, Segmented, Select, Table, type TableRef } from 'antd';
import { RotateCcw } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/layout/page';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { useTargetColumns } from './target-columns';
import { useHeight } from './use-height';
import { useKeys } from './use-keys';
import type { Looking } from './use-looking';
import type { RerunFailed } from './use-rerun-failed';
import type { Step } from './view/run-view';
import { countTargets, orderTargets, type TargetFilter, targetsOf } from './view/targets';
import { undosOf } from './view/undos';

type Props = { steps: readonly Step[]; step: Step | undefined; looking: Looking; nameOf: (path: string) => string; rerun: RerunFailed };

const headHeight = 28;
const isDone = (status: string): boolean => status === 'completed' || status === 'skipped';

/** The targets of a step, what failed first. What is done is folded away while anything else is there. */
export const Targets = ({ steps, step, looking, nameOf, rerun }: Props) => {
  const { t } = useTranslation('run');
  const [filter, setFilter] = useState<TargetFilter>({ status: 'all', text: '' });
  const [showsDone, setShowsDone] = useState(false);
  const [box, height] = useHeight(120);
  const units = useMemo(() => targetsOf(step), [step]);
  const counts = useMemo(() => countTargets(units), [units]);
  const table = useRef<TableRef>(null);
  const undos = useMemo(() => undosOf(looking.view, step?.path), [looking.view, step?.path]);
  const columns = useTargetColumns(step, looking.at === null ? null : (looking.view.at ?? null), looking.target, undos);
  const all = orderTargets(units, filter);
  const open = all.filter(({ status }) => !isDone(status));
  const folds = filter.status === 'all' && filter.text === '' && open.length > 0 && open.length < all.length;
  const rows = folds && !showsDone ? open : all;
  const move = (by: number): void => {
    const at = rows.findIndex(({ id }) => id === looking.target);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next || !step) return;
    looking.look({ step: step.path, target: next.id });
    table.current?.scrollTo({ key: next.id });
  };
  useKeys({ J: () => move(1), K: () => move(-1) });
  if (!step) return <Empty text={t('table.none')} />;
  return (
    <div className="targets">
      <div className="targets-head">
        {steps.length > 1 && (
          <Select
            aria-label={t('table.step')}
            value={step.path}
            options={steps.map(({ path }) => ({ value: path, label: nameOf(path) }))}
            onChange={(path) => looking.look({ step: path, target: null })}
            popupMatchSelectWidth={false}
          />
        )}
        <Segmented
          aria-label={t('table.filter')}
          value={filter.status}
          onChange={(status) => setFilter({ ...filter, status })}
          options={[
            { value: 'all' as const, label: `${t('table.all')} ${units.length}` },
            ...counts.map(({ status, count }) => ({
              value: status,
              label: (
                <span className="targets-count">
                  <StateMark state={stateOf(status)} /> {count}
                </span>
              ),
            })),
          ]}
        />
        <Input
          className="targets-find"
          allowClear
          aria-label={t('table.find')}
          placeholder={t('table.find')}
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.target.value })}
        />
        <RerunButton rerun={rerun} />
      </div>
      <div className="targets-table" ref={box}>
        <Table
          ref={table}
          virtual
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 640, y: height - headHeight - (folds ? 30 : 0) }}
          locale={{ emptyText: t('table.noMatch') }}
          rowClassName={({ id }) => (id === looking.target ? 'row-selected' : '')}
          onRow={({ id }) => ({
            onClick: () => looking.look({ step: step.path, target: id === looking.target ? null : id }),
          })}
        />
        {folds && (
          <button type="button" className="targets-fold" aria-expanded={showsDone} onClick={() => setShowsDone(!showsDone)}>
            {counts
              .filter(({ status }) => isDone(status))
              .map(({ status, count }) => (
                <span key={status} className="targets-count">
                  {count} <StateMark state={stateOf(status)} />
                </span>
              ))}
            <span className="quiet">{t(showsDone ? 'table.hideDone' : 'table.showDone')}</span>
          </button>
        )}
      </div>
    </div>
  );
};

const RerunButton = ({ rerun }: { rerun: RerunFailed }) => {
  const { t } = useTranslation('run');
  if (rerun.failed.length === 0) return null;
  return (
    <span className="targets-rerun">
      {rerun.blocked && <span className="quiet">{rerun.blocked}</span>}
      <Button
        icon={<RotateCcw size={14} />}
        disabled={rerun.blocked !== undefined}
        loading={rerun.isPending}
        aria-pressed={rerun.goes ? rerun.armed : undefined}
        onClick={rerun.press}
      >
        {rerun.armed ? t('table.armed') : t('table.rerun', { count: rerun.failed.length })}
        {rerun.goes && !rerun.armed && <span className="quiet"> {t('table.atEnd')}</span>}
      </Button>
    </span>
  );
};
