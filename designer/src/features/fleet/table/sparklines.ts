/** Points from 0 to 1, with the hour that each stands for. */
export type Points = readonly { at: string; average: number }[];
type Read = (ids: readonly string[]) => Promise<Readonly<Record<string, Points>>>;

const gather = 60;
const atOnce = 50;
const fresh = 300_000;

/** The small pictures of the rows that are on the screen, read together, and kept while they are fresh. */
export class Sparklines {
  private readonly known = new Map<string, { points: Points; readAt: number }>();
  private readonly wanted = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isReading = false;
  private readonly read: Read;

  constructor(read: Read) {
    this.read = read;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly of = (id: string): Points | undefined => this.known.get(id)?.points;

  /** @returns what says that it is not looked at any more: then it is not read either. */
  want(id: string): () => void {
    this.wanted.set(id, (this.wanted.get(id) ?? 0) + 1);
    this.soon();
    return () => {
      const left = (this.wanted.get(id) ?? 1) - 1;
      if (left > 0) this.wanted.set(id, left);
      else this.wanted.delete(id);
    };
  }

  private soon(): void {
    if (!this.isReading) this.timer ??= setTimeout(() => void this.readNext(), gather);
  }

  private async readNext(): Promise<void> {
    this.timer = undefined;
    const old = Date.now() - fresh;
    const ids = [...this.wanted.keys()].filter((id) => (this.known.get(id)?.readAt ?? 0) < old).slice(0, atOnce);
    if (ids.length === 0) return;
    this.isReading = true;
    try {
      const series = await this.read(ids);
      for (const id of ids) this.known.set(id, { points: series[id] ?? [], readAt: Date.now() });
    } catch {
      // A row does without its picture; the list itself says when the server is gone.
      for (const id of ids) this.known.set(id, { points: this.of(id) ?? [], readAt: old + 15_000 });
    } finally {
      this.isReading = false;
    }
    for (const listener of this.listeners) listener();
    this.soon();
  }
}

/** The line and the area below it of a picture of that size. The height stands for at least 40 %, so that idle looks idle. */
export const draw = (points: Points, width: number, height: number): { line: string; area: string } | undefined => {
  if (points.length < 2) return undefined;
  const top = Math.max(0.4, ...points.map(({ average }) => average));
  const [first, last] = [new Date(points[0]?.at ?? 0).getTime(), new Date(points.at(-1)?.at ?? 0).getTime()];
  const x = (at: string): number => ((new Date(at).getTime() - first) / Math.max(1, last - first)) * width;
  const y = (value: number): number => height - 1 - (value / top) * (height - 2);
  const line = points.map(({ at, average }, index) => `${index === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(average).toFixed(1)}`).join('');
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` };
};
