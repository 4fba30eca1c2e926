import type { ReactNode } from 'react';

/** A column of a fleet table. */
export type Column<T> = {
  key: string;
  title: string;
  width: number;
  isRight?: boolean;
  /** What the server sorts by; a column without it cannot be sorted. */
  sort?: string;
  /** Shown only to whoever has chosen it. */
  isExtra?: boolean;
  /** Takes what room is left. */
  grows?: boolean;
  render: (row: T) => ReactNode;
};

/** The columns that are shown: the user's choice, else the usual ones. The first always is. */
export const shownColumns = <T>(columns: readonly Column<T>[], choice: string): Column<T>[] => {
  const chosen = choice === '' ? undefined : new Set(choice.split(','));
  return columns.filter((column, index) => index === 0 || (chosen ? chosen.has(column.key) : !column.isExtra));
};

/** The choice after one column was switched. */
export const switchColumn = <T>(columns: readonly Column<T>[], choice: string, key: string): string => {
  const shown = new Set(shownColumns(columns, choice).map((column) => column.key));
  if (!shown.delete(key)) shown.add(key);
  return columns.flatMap((column) => (shown.has(column.key) ? column.key : [])).join(',');
};
