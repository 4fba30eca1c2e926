import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSaid } from '@/shipped/use-said';
import type { Activity, Step } from './definition';
import { idOf } from './paths';

/** What things of a workflow are called in the reader's language: what has no text here keeps the server's word. */
export const useNames = () => {
  const { t } = useTranslation('canvas');
  const word = useCallback((key: string, otherwise: string): string => t(key as 'note', { defaultValue: otherwise }), [t]);
  const activity = useCallback(
    (of: Pick<Activity, 'name' | 'title'> | undefined, name: string) => word(`activity.${name}`, of?.title ?? name),
    [word],
  );
  const outcome = useCallback((name: string) => (/^[\w-]+$/.test(name) ? word(`outcome.${name}`, name) : name), [word]);
  const group = useCallback((name: string) => word(`group.${name}`, name), [word]);
  const said = useSaid();
  const step = useCallback(
    (path: string, of: Step | undefined, known?: Activity) => said(of?.name) || (known ? activity(known, known.name) : idOf(path)),
    [activity, said],
  );
  return { activity, outcome, group, step };
};
