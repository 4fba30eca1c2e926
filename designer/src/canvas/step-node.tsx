import { Handle, type NodeProps, Position } from '@xyflow/react';
import { Stamp } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { Exits } from './exits';
import { entryHandle, type StepNode } from './flow';
import { ActivityIcon } from './icons';
import { useNames } from './names';
import { ProblemBadge, RunBadge, TargetShares } from './step-badges';
import { summaryOf } from './summary';
import { readDuration } from './written-duration';

/** A step: icon, title, a line of what it does, its effect as a stripe, its gate as a lintel, its ways out as handles. */
export const StepView = memo(({ data, selected }: NodeProps<StepNode>) => {
  const { t } = useTranslation('canvas');
  const names = useNames();
  const { duration } = useFormat();
  const { drawn, problem, run } = data;
  const { step, activity, entry } = drawn;
  const title = names.step(drawn.path, step, activity);
  const summary = summaryOf(t, step, activity, duration);
  return (
    <div className="step" data-effect={activity?.effect} data-problem={problem?.severity} data-run={run?.state} data-selected={selected}>
      {step.approval && <Lintel approval={step.approval} />}
      <div className="step-body">
        <span className="step-icon">
          <ActivityIcon name={step.activity} group={activity?.group} />
        </span>
        <span className="step-text">
          <span className="step-title" title={title}>
            {title}
          </span>
          <span className="step-summary" title={summary}>
            {summary}
          </span>
        </span>
      </div>
      <Handle
        type="target"
        position={Position.Left}
        id={entryHandle}
        className={step.approval ? 'entry entry-gate' : 'entry'}
        style={{ top: entry.y, left: 0 }}
      />
      <Exits exits={drawn.exits} />
      {problem && <ProblemBadge problem={problem} />}
      {run && <RunBadge run={run} />}
      {run?.shares && <TargetShares shares={run.shares} />}
    </div>
  );
});

const Lintel = ({ approval }: { approval: NonNullable<StepNode['data']['drawn']['step']['approval']> }) => {
  const { t } = useTranslation('canvas');
  const { duration } = useFormat();
  const who = [approval.by].flat().map((one) => {
    const role = /^role:(.+)$/.exec(one)?.[1];
    return role ? t(`role.${role}` as 'role.operator', { defaultValue: role }) : one.replace(/^user:/, '');
  });
  const text = approval.expires
    ? t('lintelUntil', { who: who.join(', '), time: readDuration(approval.expires, duration) })
    : t('lintel', { who: who.join(', ') });
  return (
    <div className="step-lintel" title={text}>
      <Stamp size={12} aria-hidden />
      <span>{text}</span>
    </div>
  );
};
