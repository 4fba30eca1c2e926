import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Line, RowWindow } from './row-window';
import { range, type Selection, span, toggle } from './selection';

type Row = { id: string; name: string };

/** Which rows are chosen: by their boxes, by `X`, a range with Shift, or all that were found. */
export const useSelection = <T extends Row>(lines: readonly Line<T>[], window: RowWindow<T> | undefined, readAll: () => Promise<T[]>) => {
  const { t } = useTranslation('fleet');
  const [chosen, setChosen] = useState<Selection<T>>(new Map());
  const [isReading, setReading] = useState(false);
  const last = useRef(-1);
  const now = useRef(chosen);
  now.current = chosen;

  const choose = useCallback(
    async (line: Line<T>, toLast: boolean): Promise<void> => {
      if (!line.row) return;
      const { row } = line;
      if (toLast && last.current >= 0) {
        const isChosen = !now.current.has(row.id);
        const rows = (await window?.rowsOf(...span(last.current, line.index))) ?? [];
        setChosen((before) => range(before, rows, isChosen));
      } else setChosen((before) => toggle(before, row));
      last.current = line.index;
    },
    [window],
  );
  const clear = useCallback(() => setChosen(new Map()), []);
  const all = useCallback(async (): Promise<void> => {
    setReading(true);
    try {
      const rows = await readAll();
      setChosen((before) => range(before, rows, true));
    } finally {
      setReading(false);
    }
  }, [readAll]);

  const isAll = lines.length > 0 && chosen.size >= lines.length;
  const choice = useMemo(
    () => ({
      head: (
        <input
          type="checkbox"
          className="fleet-choice"
          aria-label={t('selected.all')}
          checked={isAll}
          disabled={isReading || lines.length === 0}
          ref={(box) => {
            if (box) box.indeterminate = chosen.size > 0 && !isAll;
          }}
          onChange={() => (isAll ? clear() : void all())}
        />
      ),
      of: (line: Line<T>) =>
        line.row && (
          <input
            type="checkbox"
            className="fleet-choice"
            aria-label={t('selected.one', { name: line.row.name })}
            checked={chosen.has(line.row.id)}
            readOnly
            onClick={(event) => {
              event.stopPropagation();
              void choose(line, event.shiftKey);
            }}
          />
        ),
      isChosen: (id: string) => chosen.has(id),
    }),
    [t, chosen, isAll, isReading, lines.length, choose, clear, all],
  );
  return { chosen, choose, clear, choice };
};
