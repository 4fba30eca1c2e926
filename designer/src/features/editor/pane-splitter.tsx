import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { preference } from '@/theme/preference';

const [narrowest, widest] = [320, 560];
const isWidth = (value: string): value is string => Number(value) >= narrowest && Number(value) <= widest;
const width = preference<string>('editor-pane', isWidth, '360');
export const usePaneWidth = (): number => Number(width.use());

const setWidth = (pixels: number): void => width.set(String(Math.round(Math.max(narrowest, Math.min(widest, pixels)))));

/** The edge of the right pane: dragged, or moved by the arrows. */
export const PaneSplitter = () => {
  const { t } = useTranslation('editor');
  const now = usePaneWidth();
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const { currentTarget: edge, clientX: start } = event;
    edge.setPointerCapture(event.pointerId);
    const move = ({ clientX }: globalThis.PointerEvent): void => setWidth(now + start - clientX);
    edge.addEventListener('pointermove', move);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true });
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'ArrowLeft') setWidth(now + 16);
    if (key === 'ArrowRight') setWidth(now - 16);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no <hr>.
    <div
      className="pane-splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('pane.resize')}
      aria-valuenow={now}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
};
