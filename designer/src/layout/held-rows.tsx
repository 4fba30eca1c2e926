import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { heldBack } from './held-back';

/** Rows of a live list do not move while somebody points at one of them: what is new is counted above them, and shown when it is asked for
 * or the pointer leaves.
 * @param question Another question has rows of its own, which nobody points at yet. */
export const HeldRows = <T,>(props: {
  rows: readonly T[];
  keyOf: (row: T) => unknown;
  question: string;
  children: (shown: readonly T[]) => ReactNode;
}) => {
  const { rows, keyOf, question, children } = props;
  const { t } = useTranslation('layout');
  const [held, setHeld] = useState<{ rows: readonly T[]; question: string }>();
  const { shown, waiting } = heldBack(held?.question === question ? held.rows : undefined, rows, keyOf);
  const hold = (on: boolean): void => setHeld(on ? { rows, question } : undefined);
  return (
    <div onPointerEnter={(event) => event.pointerType === 'mouse' && hold(true)} onPointerLeave={() => hold(false)}>
      {waiting > 0 && (
        <button type="button" className="rows-new" onClick={() => hold(true)}>
          {t('new', { count: waiting })}
        </button>
      )}
      {children(shown)}
    </div>
  );
};
