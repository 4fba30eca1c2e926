import { X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import { preference } from '@/theme/preference';
import './side-pane.css';

const [least, most, usual, step] = [320, 640, 384, 24];
const isWidth = (value: string): value is string => Number(value) >= least && Number(value) <= most;

/** The width is remembered for each kind of pane. */
const widths = new Map<string, ReturnType<typeof preference<string>>>();
const widthOf = (name: string) => {
  const known = widths.get(name) ?? preference(`pane.${name}`, isWidth, String(usual));
  widths.set(name, known);
  return known;
};

/** The pane at the right of a list: its width is the user's, Escape closes it. */
export const SidePane = (props: {
  name: string;
  label: string;
  head: ReactNode;
  words: { close: string; resize: string };
  onClose: () => void;
  children: ReactNode;
}) => {
  const { name, label, head, words, onClose, children } = props;
  const chosen = widthOf(name);
  const remembered = Number(chosen.use());
  const [dragged, setDragged] = useState<number>();
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) close();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const within = (width: number): number => Math.round(Math.min(most, Math.max(least, width)));
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const [handle, from, start] = [event.currentTarget, event.clientX, remembered];
    let width = start;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => {
      width = within(start + from - moved.clientX);
      setDragged(width);
    };
    handle.addEventListener('pointermove', move);
    const end = (): void => {
      handle.removeEventListener('pointermove', move);
      chosen.set(String(width));
      setDragged(undefined);
    };
    handle.addEventListener('lostpointercapture', end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: step, ArrowRight: -step }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    chosen.set(String(within(remembered + by)));
  };
  return (
    <aside className="side-pane" aria-label={label} style={{ width: dragged ?? remembered }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this is the window splitter of the ARIA practices. */}
      <div
        className="side-pane-edge"
        role="separator"
        aria-orientation="vertical"
        aria-label={words.resize}
        aria-valuenow={dragged ?? remembered}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      />
      <header className="side-pane-head">
        {head}
        <button type="button" className="side-pane-close" aria-label={words.close} title={words.close} onClick={onClose}>
          <X size={16} aria-hidden />
        </button>
      </header>
      <div className="side-pane-body">{children}</div>
    </aside>
  );
};
