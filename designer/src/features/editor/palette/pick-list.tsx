import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ranked } from './matching';

export type Choice = { key: string; texts: readonly string[]; row: ReactNode };

type Props = {
  title: string;
  placeholder: string;
  choices: readonly Choice[];
  at?: { x: number; y: number } | undefined;
  onPick: (key: string) => void;
  onClose: () => void;
};

/** A field over a list, at a point of the window: type to narrow it, arrows to choose, Enter to take, Esc to leave. */
export const PickList = ({ title, placeholder, choices, at, onPick, onClose }: Props) => {
  const { t } = useTranslation('editor');
  const id = useId();
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const found = ranked(query, choices);
  const active = Math.min(index, found.length - 1);
  useFocusBack();
  useLayoutEffect(() => {
    if (at && box.current) keepInWindow(box.current, at);
  }, [at]);
  useEffect(() => {
    box.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const go: Record<string, () => void> = {
      ArrowDown: () => setIndex(Math.min(found.length - 1, active + 1)),
      ArrowUp: () => setIndex(Math.max(0, active - 1)),
      Enter: () => found[active] && onPick(found[active].key),
      Escape: onClose,
      Tab: onClose,
    };
    const act = go[event.key];
    if (!act || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div
      className={at ? 'pick' : 'pick pick-centre'}
      ref={box}
      role="dialog"
      aria-label={title}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onClose()}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it was asked for by a key or a dropped line, and goes with Esc.
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-label={title}
        aria-activedescendant={found[active] ? `${id}-${active}` : undefined}
        placeholder={placeholder}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={title} className="pick-list">
        {found.map(({ key, row }, position) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: as above.
          <div
            key={key}
            id={`${id}-${position}`}
            data-index={position}
            role="option"
            aria-selected={position === active}
            className="pick-row"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(key)}
          >
            {row}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="pick-none" role="status">
          {t('palette.none', { query })}
        </p>
      )}
    </div>
  );
};

const keepInWindow = (box: HTMLElement, { x, y }: { x: number; y: number }): void => {
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(x, window.innerWidth - width - 8))}px`;
  box.style.top = `${Math.max(52, Math.min(y, window.innerHeight - height - 8))}px`;
};

/** The focus goes back to where it was, unless something else has taken it meanwhile. */
const useFocusBack = (): void => {
  const before = useRef(document.activeElement);
  useEffect(() => {
    const element = before.current;
    return () => {
      if (element instanceof HTMLElement && (document.activeElement === null || document.activeElement === document.body)) element.focus();
    };
  }, []);
};
