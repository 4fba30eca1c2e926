import { type RefObject, useEffect, useRef, useState } from 'react';

/** The height that an element was given, for tables that draw only what is seen. */
export const useHeight = <T extends HTMLElement>(least: number): [RefObject<T | null>, number] => {
  const ref = useRef<T>(null);
  const [height, setHeight] = useState(least);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setHeight(Math.max(least, Math.floor(entry.contentRect.height))));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [least]);
  return [ref, height];
};
