import { useEffect, useState } from 'react';

type Box = { top: number; left: number; width: number; height: number };

const margin = 4;

/** A ring around what a step speaks of. It follows it, since pages arrive in pieces; it takes no clicks. */
export const Ring = ({ anchor }: { anchor: string }) => {
  const [box, setBox] = useState<Box>();
  useEffect(() => {
    const look = (): void => {
      const found = document.querySelector(anchor)?.getBoundingClientRect();
      setBox((before) => {
        if (!found || found.width === 0) return undefined;
        const next = {
          top: found.top - margin,
          left: found.left - margin,
          width: found.width + 2 * margin,
          height: found.height + 2 * margin,
        };
        return before && JSON.stringify(before) === JSON.stringify(next) ? before : next;
      });
    };
    look();
    const timer = setInterval(look, 250);
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [anchor]);
  return box ? <div className="tour-ring" style={box} aria-hidden="true" /> : null;
};
