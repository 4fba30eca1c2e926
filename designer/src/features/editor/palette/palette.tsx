import { Search } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActivityIcon } from '@/canvas/icons';
import { EffectMark } from '@/marks/effect-mark';
import { add, nextExitOf } from '../commands';
import { dragType } from '../drawing/dropping';
import { useEditor } from '../store';
import { ranked } from './matching';
import { type PaletteEntry, usePaletteEntries } from './use-palette';

/** All activities by group, to be dragged onto the canvas, or added after what is selected by a click. */
export const Palette = () => {
  const { t } = useTranslation('editor');
  const [query, setQuery] = useState('');
  const entries = usePaletteEntries();
  const groups = useMemo(() => grouped(ranked(query, entries)), [query, entries]);
  const first = [...groups.values()][0]?.[0];
  return (
    <section className="activities" aria-label={t('palette.title')}>
      <label className="activities-search">
        <Search size={14} aria-hidden />
        <input
          type="search"
          value={query}
          placeholder={t('palette.search')}
          aria-label={t('palette.search')}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first) addAfterSelected(first.activity.name);
            if (event.key === 'Escape') setQuery('');
          }}
        />
        <kbd>/</kbd>
      </label>
      <div className="activities-groups">
        {[...groups].map(([group, of]) => (
          <Group key={group} title={group} entries={of} />
        ))}
        {groups.size === 0 && <p className="activities-none">{t('palette.none', { query })}</p>}
      </div>
    </section>
  );
};

const addAfterSelected = (activity: string): void => {
  const { selection } = useEditor.getState();
  add(activity, { after: selection.length === 1 && selection[0] !== undefined ? nextExitOf(selection[0]) : undefined });
};

/** What is looked at, what is acted on, how it goes on, who is told; groups that are new come last. */
const order = ['Fleet', 'Compute', 'Storage', 'Network', 'Guest', 'Flow', 'Messaging', 'Integration'];
const rankOf = ({ activity }: PaletteEntry): number => (order.indexOf(activity.group) + order.length + 1) % (order.length + 1);

const grouped = (entries: readonly PaletteEntry[]): Map<string, PaletteEntry[]> => {
  const groups = new Map<string, PaletteEntry[]>();
  for (const entry of [...entries].sort((a, b) => rankOf(a) - rankOf(b)))
    groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return groups;
};

const Group = ({ title, entries }: { title: string; entries: readonly PaletteEntry[] }) => {
  const id = useId();
  return (
    <div>
      <h2 className="activities-group" id={id}>
        {title}
      </h2>
      <ul className="activities-list" aria-labelledby={id}>
        {entries.map(({ activity, title: name }) => (
          <li key={activity.name}>
            <button
              type="button"
              className="activities-entry"
              draggable
              title={`${activity.name}\n${activity.help}`}
              onDragStart={(event) => {
                event.dataTransfer.setData(dragType, activity.name);
                event.dataTransfer.effectAllowed = 'copy';
              }}
              onClick={() => addAfterSelected(activity.name)}
            >
              <ActivityIcon name={activity.name} group={activity.group} />
              <span>{name}</span>
              {activity.effect !== 'read' && <EffectMark effect={activity.effect} bare />}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};
