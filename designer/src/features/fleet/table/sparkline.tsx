import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { api } from '@/api/client';
import { draw, Sparklines } from './sparklines';

const [width, height] = [64, 18];

export const makeSparklines = (): Sparklines =>
  new Sparklines(
    async (ids) => (await api.get('/api/v1/fleet/sparklines', { query: { ids: ids.join(','), metric: 'cpu', window: '24h' } })).series,
  );

export const SparklinesContext = createContext<Sparklines | undefined>(undefined);

/** The last 24 hours of CPU. Only for the eye: the numbers stand beside it. */
export const Sparkline = ({ id, isStale }: { id: string; isStale: boolean }) => {
  const lines = useContext(SparklinesContext);
  useEffect(() => lines?.want(id), [lines, id]);
  const points = useSyncExternalStore(
    (listener) => lines?.subscribe(listener) ?? (() => {}),
    () => lines?.of(id),
  );
  const drawn = points && draw(points, width, height);
  return (
    <svg className={isStale ? 'sparkline sparkline-stale' : 'sparkline'} width={width} height={height} aria-hidden="true">
      {drawn && (
        <>
          <path d={drawn.area} className="sparkline-area" />
          <path d={drawn.line} className="sparkline-line" />
        </>
      )}
    </svg>
  );
};
