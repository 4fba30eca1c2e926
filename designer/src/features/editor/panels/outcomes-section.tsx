import { Select } from 'antd';
import { Plus, X } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '@/canvas/definition';
import { useNames } from '@/canvas/names';
import { bodyAt, idOf, parentOf, pathOf, stepAt } from '@/canvas/paths';
import type { OnLine } from '../commands';
import { connect, disconnect } from '../edits';
import { useEditor } from '../store';
import { pick } from '../ui';
import { stepPointer } from './pointers';
import { waysFrom } from './ways';

/** Each way out of a step, and what follows it. A way that nobody takes says what it means. */
export const OutcomesSection = ({ path, step }: { path: string; step: Step }) => {
  const { t } = useTranslation('editor/panels');
  const { definition, activities, isReadOnly, apply, select } = useEditor();
  const names = useNames();
  const container = parentOf(path);
  const body = bodyAt(definition, container) ?? {};
  const ways = waysFrom(body, idOf(path), step, activities[step.activity]);
  const nameOf = (id: string) => {
    const other = body.steps?.[id];
    return names.step(pathOf(container, id), other, other && activities[other.activity]);
  };
  const around = container === '' ? undefined : (stepAt(definition, container)?.name ?? idOf(container));
  if (ways.length === 0) return <p className="pane-note">{t('outcomes.none')}</p>;
  const others = Object.keys(body.steps ?? {}).filter((id) => id !== idOf(path));
  return (
    // Problems of the lines lead here.
    <section className="pane-part" data-path={`${stepPointer(container)}/transitions`}>
      <h3>{t('outcomes.title')}</h3>
      <dl className="pane-outcomes">
        {ways.map(({ outcome, adverse, to }) => (
          <div key={outcome} className={adverse ? 'is-adverse' : undefined}>
            <dt title={outcome}>{names.outcome(outcome)}</dt>
            <dd>
              {to.map((id) => (
                <span className="pane-way" key={id}>
                  <button type="button" className="pane-link" onClick={() => select([pathOf(container, id)])}>
                    → {nameOf(id)}
                  </button>
                  {!isReadOnly && <LineTools line={{ container, from: idOf(path), outcome, to: id }} name={nameOf(id)} />}
                </span>
              ))}
              {to.length === 0 && (
                <span className="pane-quiet">
                  {!adverse ? t('outcomes.ends') : around ? t('outcomes.failsScope', { name: around }) : t('outcomes.failsWorkflow')}
                </span>
              )}
              {to.length === 0 && !isReadOnly && others.length > 0 && (
                <Select
                  size="small"
                  variant="borderless"
                  className="pane-connect"
                  aria-label={t('outcomes.connect', { outcome: names.outcome(outcome) })}
                  placeholder={t('outcomes.connectShort')}
                  value={null}
                  popupMatchSelectWidth={false}
                  options={others.map((id) => ({ value: id, label: nameOf(id) }))}
                  onChange={(id: string | null) => id && apply(connect(container, { from: idOf(path), outcome, to: id }, activities))}
                />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

/** What a pointer does on a line of the canvas, by keys: a step between, or away. */
const LineTools = ({ line, name }: { line: OnLine; name: string }) => {
  const { t } = useTranslation('editor/panels');
  const { activities, apply } = useEditor();
  const insert = (event: MouseEvent<HTMLElement>) => {
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    pick({ kind: 'add', at: { x: left, y: bottom }, on: line });
  };
  const tools = [
    ['insert', Plus, insert],
    ['remove', X, () => apply(disconnect(line.container, line, activities))],
  ] as const;
  return tools.map(([key, Icon, act]) => (
    <button
      type="button"
      className="pane-way-tool"
      key={key}
      aria-label={t(`outcomes.${key}`, { name })}
      title={t(`outcomes.${key}`, { name })}
      onClick={act}
    >
      <Icon size={12} aria-hidden />
    </button>
  ));
};
