import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { stateOf } from '@/marks/state-of';
import { useCodes } from '@/problem/codes/use-codes';
import { useMessages } from '@/problem/messages/use-messages';
import { shortly } from './view/failure';
import type { Step, Undo, Unit } from './view/run-view';
import { undoState } from './view/undos';
import { shortId } from './words';

/** @param until The moment that is looked at, for those that go then; null for now. */
export const useTargetColumns = (
  step: Step | undefined,
  until: string | null,
  selected: string | null,
  undos: ReadonlyMap<string, Undo>,
): TableColumnsType<Unit> => {
  const { t } = useTranslation('run');
  const format = useFormat();
  const { words, foreign } = useCodes();
  const read = useMessages();
  const hosts = useMemo(() => hostsOf(step?.input), [step?.input]);
  return [
    { title: t('table.state'), width: 118, render: (_, unit) => <StateMark state={stateOf(unit.status)} /> },
    {
      title: t('table.target'),
      width: 150,
      ellipsis: true,
      render: (_, unit) => (
        // The row takes the press; this is what the keyboard and screen readers have of it.
        <button type="button" className="target-name" title={unit.name} aria-pressed={unit.id === selected}>
          {unit.name}
        </button>
      ),
    },
    ...(hosts.size > 0
      ? [{ title: t('table.host'), width: 92, ellipsis: true, render: (_: unknown, unit: Unit) => hosts.get(unit.id) }]
      : []),
    {
      title: t('table.message'),
      ellipsis: true,
      render: (_, unit) => {
        const undo = undos.get(unit.id)?.unit;
        if (undo) {
          const told = undo.error?.message ?? (undo.message && read(undo.message));
          return (
            <span title={told}>
              <StateMark state={undoState(undo.status)} /> {told && shortly(told, foreign ? words(undo.error?.code)?.title : undefined)}
            </span>
          );
        }
        if (unit.wait?.for === 'held') return t('log.waiting', { run: shortId(unit.wait.run) });
        const message = unit.error?.message ?? (unit.message && read(unit.message));
        return message && <span title={message}>{shortly(message, foreign ? words(unit.error?.code)?.title : undefined)}</span>;
      },
    },
    { title: t('table.try'), width: 52, align: 'right', render: (_, unit) => unit.attempt || '–' },
    { title: t('table.started'), width: 96, render: (_, unit) => (unit.startedAt ? <Time at={unit.startedAt} /> : '–') },
    {
      title: t('table.took'),
      width: 92,
      align: 'right',
      render: (_, unit) => (unit.startedAt ? format.between(unit.startedAt, unit.endedAt ?? until) : '–'),
    },
  ];
};

/** Where the step's input says on which host each target was: what a find step gave does. */
const hostsOf = (input: unknown): Map<string, string> => {
  const targets = (input as { targets?: unknown } | undefined)?.targets;
  if (!Array.isArray(targets)) return new Map();
  return new Map(
    targets.flatMap((target: { id?: string; host?: string } | string): [string, string][] =>
      typeof target === 'object' && target?.id && target.host ? [[target.id, target.host]] : [],
    ),
  );
};
