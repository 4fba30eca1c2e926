const iso = /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const units = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** `PT1H` in words; anything else as it was written. */
export const readDuration = (written: string, words: (milliseconds: number) => string): string => {
  const parts = iso.exec(written)?.slice(1);
  if (!parts?.some((part) => part !== undefined)) return written;
  return words(parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (units[index] ?? 0), 0));
};
