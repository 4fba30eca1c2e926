/** Those that have not ended first, as the design orders states; then what has ended, newest first as it came. */
const goes = ['failing', 'stuck', 'waiting', 'paused', 'cancelling', 'rolling-back', 'running', 'queued'];

const endedStates: readonly string[] = ['completed', 'failed', 'cancelled', 'rolled-back', 'roll-back-incomplete'];

const hasEnded = (status: string): boolean => endedStates.includes(status);

export const byNeed = <T extends { status: string }>(runs: readonly T[]): T[] => {
  const rank = ({ status }: T): number =>
    hasEnded(status) ? goes.length + 1 : (goes.indexOf(status) + goes.length + 1) % (goes.length + 1);
  return runs.toSorted((a, b) => rank(a) - rank(b));
};

/** Spans of time that can be asked for, in milliseconds. */
export const spans = { hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_592_000_000 } as const;
type Span = keyof typeof spans;
const isSpan = (text: string | null): text is Span => text !== null && Object.hasOwn(spans, text);

/** Whole minutes, so that the same question is asked again and not a new one each time the page is drawn. */
export const sinceOf = (span: string | null, now: number): string | undefined =>
  isSpan(span) ? new Date(Math.floor((now - spans[span]) / 60_000) * 60_000).toISOString() : undefined;
