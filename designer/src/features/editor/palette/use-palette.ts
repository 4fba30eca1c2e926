import i18next from 'i18next';
import { useMemo } from 'react';
import type { Activity } from '@/canvas/definition';
import { useNames } from '@/canvas/names';
import { useEditor } from '../store';

export type PaletteEntry = { activity: Activity; title: string; group: string; texts: string[] };

/** The activities of the server by their titles, to be found in either language. */
export const usePaletteEntries = (): PaletteEntry[] => {
  const activities = useEditor((state) => state.activities);
  const names = useNames();
  return useMemo(
    () =>
      Object.values(activities).map((activity) => {
        const title = names.activity(activity, activity.name);
        return {
          activity,
          title,
          group: names.group(activity.group),
          texts: [title, activity.title, activity.name, ...otherTitles(activity.name)],
        };
      }),
    [activities, names.activity, names.group],
  );
};

/** The title in the languages that are loaded. */
const otherTitles = (name: string): string[] =>
  ['en', 'zh'].flatMap((language) => {
    const title: unknown = i18next.getResource(language, 'canvas', `activity.${name}`);
    return typeof title === 'string' ? [title] : [];
  });
