import { useEffect, useState } from 'react';

/** The value as it is once it has not changed for a moment: typing asks the server once. */
export const useSettled = <T>(value: T, milliseconds = 350): T => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
};
