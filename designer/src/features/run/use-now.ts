import { useEffect, useState } from 'react';

/** The present moment, each second while something goes on. */
export const useNow = (goes: boolean): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!goes) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [goes]);
  return now;
};
