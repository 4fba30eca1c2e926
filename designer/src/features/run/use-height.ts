import { type RefCallback, useCallback, useState } from 'react';

/** The height that an element was given, for tables that draw only what is seen. */
export const useHeight = (least: number): [RefCallback<HTMLElement>, number] => {
  const [height, setHeight] = useState(least);
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      const observer = new ResizeObserver(([entry]) => entry && setHeight(Math.max(least, Math.floor(entry.contentRect.height))));
      observer.observe(element);
      return () => observer.disconnect();
    },
    [least],
  );
  return [ref, height];
};
