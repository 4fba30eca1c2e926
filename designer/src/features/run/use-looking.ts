import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { RunData } from './view/data';
import { viewAt } from './view/fold';
import type { RunView } from './view/run-view';

export type Tab = 'targets' | 'log' | 'values' | 'history';
const tabs: readonly string[] = ['targets', 'log', 'values', 'history'] satisfies Tab[];

/** What is looked at: the moment, the step, the target and the tab. It is in the address, so that it can be sent to somebody. */
export type Looking = {
  view: RunView;
  /** Null at the end of the history, where it follows what comes. */
  at: number | null;
  step: string | null;
  target: string | null;
  tab: Tab;
  look: (change: Partial<Pick<Looking, 'at' | 'step' | 'target' | 'tab'>>) => void;
};

export const useLooking = (data: RunData): Looking => {
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get('at'));
  const at = asked > 0 && asked < data.view.sequence ? asked : null;
  const view = useMemo(() => (at === null ? data.view : viewAt(data.entries, at)), [data, at]);
  const tab = params.get('tab') ?? 'targets';
  const look: Looking['look'] = (change) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          if (value === null || value === 'targets') next.delete(name);
          else next.set(name, String(value));
        }
        return next;
      },
      { replace: true },
    );
  return { view, at, step: params.get('step'), target: params.get('target'), tab: tabs.includes(tab) ? (tab as Tab) : 'targets', look };
};
