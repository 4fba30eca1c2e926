import { Handle, type NodeProps, Position } from '@xyflow/react';
import { ChevronDown, ChevronRight, Maximize2 } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useCanvasActions } from './actions';
import { Exits } from './exits';
import { entryHandle, type StepNode, startHandle } from './flow';
import { ActivityIcon } from './icons';
import { useNames } from './names';
import { ProblemBadge, RunBadge } from './step-badges';
import { summaryOf } from './summary';

/** A container: a frame around its steps, with a title row, and its own ways out. */
export const ContainerView = memo(({ data, selected }: NodeProps<StepNode>) => {
  const { t } = useTranslation('canvas');
  const names = useNames();
  const { duration } = useFormat();
  const { stepInto, fold } = useCanvasActions();
  const { drawn, problem, run } = data;
  const { step, activity } = drawn;
  const title = names.step(drawn.path, step, activity);
  const summary = summaryOf(t, step, activity, duration);
  const count = Object.keys(step.steps ?? {}).length;
  const { isFolded } = drawn;
  const Chevron = isFolded ? ChevronRight : ChevronDown;
  return (
    <div className="container" data-folded={isFolded} data-problem={problem?.severity} data-run={run?.state} data-selected={selected}>
      <div className="container-head">
        {fold && (
          <button
            type="button"
            className="container-into nodrag"
            tabIndex={-1}
            aria-expanded={!isFolded}
            aria-label={t(isFolded ? 'unfoldWhat' : 'foldWhat', { name: title })}
            title={t(isFolded ? 'unfoldWhat' : 'foldWhat', { name: title })}
            onClick={() => fold(drawn.path)}
          >
            <Chevron size={14} aria-hidden />
          </button>
        )}
        <ActivityIcon name={step.activity} group={activity?.group} />
        {isFolded ? (
          <span className="step-text">
            <span className="step-title" title={title}>
              {title}
            </span>
            <span className="step-summary">{t('stepCount', { count })}</span>
          </span>
        ) : (
          <>
            <span className="step-title">{title}</span>
            <span className="container-note" title={summary}>
              {summary === step.activity ? names.activity(activity, step.activity) : summary}
            </span>
          </>
        )}
        {stepInto && !isFolded && (
          <button
            type="button"
            className="container-into nodrag"
            tabIndex={-1}
            aria-label={t('stepIntoWhat', { name: title })}
            onClick={() => stepInto(drawn.path)}
          >
            {t('stepInto')} <Maximize2 size={12} aria-hidden />
          </button>
        )}
      </div>
      {count === 0 && !isFolded && <p className="container-empty">{t('emptyContainer')}</p>}
      <Handle type="target" position={Position.Left} id={entryHandle} className="entry" style={{ top: drawn.entry.y, left: 0 }} />
      {!isFolded && (
        <Handle
          type="source"
          position={Position.Right}
          id={startHandle}
          isConnectable={false}
          className="container-start"
          style={{ top: drawn.entry.y, left: 0 }}
        />
      )}
      <Exits exits={drawn.exits} />
      {problem && <ProblemBadge problem={problem} />}
      {run && <RunBadge run={run} />}
    </div>
  );
});
