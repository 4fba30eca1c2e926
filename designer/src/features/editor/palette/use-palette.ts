import { useMemo } from 'react';
import type { Activity } from '@/canvas/definition';
import { useNames } from '@/canvas/names';
import en from '@/canvas/text/en.json';
import zh from '@/canvas/text/zh.json';
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

const languages: { activity: Record<string, Record<string, string> | undefined> }[] = [en, zh];

/** The title in each language that there is. */
const otherTitles = (name: string): string[] => {
  const [group = '', own = ''] = name.split('.');
  return languages.flatMap(({ activity }) => activity[group]?.[own] ?? []);
};
