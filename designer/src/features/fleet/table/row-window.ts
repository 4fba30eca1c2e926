/** A line of the table: its row is not there until that part of the list was read. */
export type Line<T> = { key: string; index: number; row: T | undefined };

export type Part<T> = { items: readonly T[]; total: number; unknown: number };
export type Rows<T> = { lines: readonly Line<T>[]; unknown: number; held: number; error: unknown; isPending: boolean };

type Read<T> = (offset: number, limit: number, signal: AbortSignal) => Promise<Part<T>>;

const partSize = 100;
const settle = 60;
/** A part that is scrolled to again is read again when it is older. */
const fresh = 15_000;

/** A list of any length of which only the parts that are looked at are read. While it is frozen no line moves: values change in place, and
 * what would come, go or move is counted as held. */
export class RowWindow<T extends { id: string }> {
  private rows: Rows<T> = { lines: [], unknown: 0, held: 0, error: undefined, isPending: true };
  private readonly places = new Map<string, number>();
  private readonly mounted = new Map<number, number>();
  private readonly readAt = new Map<number, number>();
  private readonly reading = new Set<number>();
  private readonly listeners = new Set<() => void>();
  private readonly stopped = new AbortController();
  private readonly heldIds = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isFrozen = false;
  private readonly read: Read<T>;

  constructor(read: Read<T>) {
    this.read = read;
    void this.readPart(0);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Rows<T> => this.rows;

  dispose(): void {
    this.stopped.abort();
    clearTimeout(this.timer);
  }

  /** A line is on the screen. @returns what says that it is not any more. */
  show(index: number): () => void {
    this.mounted.set(index, (this.mounted.get(index) ?? 0) + 1);
    this.soon();
    return () => {
      const left = (this.mounted.get(index) ?? 1) - 1;
      if (left > 0) this.mounted.set(index, left);
      else this.mounted.delete(index);
    };
  }

  freeze(isFrozen: boolean): void {
    this.isFrozen = isFrozen;
    if (!isFrozen && this.rows.held > 0) this.release();
  }

  /** Lets in what was held. */
  release(): void {
    this.heldIds.clear();
    this.set({ held: 0 });
    this.refresh(true);
  }

  /** Reads again what is on the screen; the rest when it is scrolled to. */
  refresh(force = false): void {
    this.readAt.clear();
    for (const part of this.partsOnScreen()) void this.readPart(part, force);
  }

  /** A row that changed by itself. One that is not in the list may belong there now, or not: only the server can tell. */
  change(row: T): void {
    const place = this.places.get(row.id);
    if (place === undefined) this.hold(row.id);
    else this.put([{ index: place, row }]);
  }

  remove(id: string): void {
    if (this.places.has(id)) this.hold(id);
  }

  /** The rows from one line to another, read where they were not. */
  async rowsOf(first: number, last: number): Promise<T[]> {
    const missing = new Set<number>();
    for (let index = first; index <= last; index++) if (!this.rows.lines[index]?.row) missing.add(Math.floor(index / partSize));
    await Promise.all([...missing].map((part) => this.readPart(part)));
    return this.rows.lines.slice(first, last + 1).flatMap(({ row }) => row ?? []);
  }

  private hold(id: string): void {
    if (!this.isFrozen) {
      this.readAt.clear();
      this.soon();
      return;
    }
    this.heldIds.add(id);
    this.set({ held: this.heldIds.size });
  }

  private soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const now = Date.now();
      for (const part of this.partsOnScreen()) if (now - (this.readAt.get(part) ?? 0) > fresh) void this.readPart(part);
    }, settle);
  }

  private partsOnScreen(): Set<number> {
    const parts = new Set([...this.mounted.keys()].map((index) => Math.floor(index / partSize)));
    return parts.size > 0 ? parts : new Set([0]);
  }

  private async readPart(part: number, force = false): Promise<void> {
    if (this.reading.has(part) || this.stopped.signal.aborted) return;
    this.reading.add(part);
    try {
      const answer = await this.read(part * partSize, partSize, this.stopped.signal);
      if (this.stopped.signal.aborted) return;
      this.readAt.set(part, Date.now());
      this.take(part * partSize, answer, force);
    } catch (error) {
      if (!this.stopped.signal.aborted) this.set({ error, isPending: false });
    } finally {
      this.reading.delete(part);
    }
  }

  private take(offset: number, { items, total, unknown }: Part<T>, force: boolean): void {
    const known = { unknown, error: undefined, isPending: false };
    if (!this.isFrozen || force || this.rows.isPending) {
      this.resize(total);
      this.put(items.map((row, at) => ({ index: offset + at, row })));
      this.set(known);
      return;
    }
    const changes: { index: number; row: T }[] = [];
    items.forEach((row, at) => {
      const place = this.places.get(row.id) ?? (this.rows.lines[offset + at]?.row ? undefined : offset + at);
      if (place === undefined) this.heldIds.add(row.id);
      else changes.push({ index: place, row });
    });
    this.put(changes);
    this.set({ ...known, held: Math.max(this.heldIds.size, Math.abs(total - this.rows.lines.length)) });
  }

  private resize(total: number): void {
    const { lines } = this.rows;
    if (lines.length === total) return;
    for (const { row } of lines.slice(total)) if (row) this.places.delete(row.id);
    const more = Array.from({ length: Math.max(0, total - lines.length) }, (_, at) => empty<T>(lines.length + at));
    this.rows = { ...this.rows, lines: [...lines.slice(0, total), ...more] };
  }

  /** Each row has one place: where a row arrives that was elsewhere, the old place is empty until it is read again. */
  private put(changes: readonly { index: number; row: T }[]): void {
    if (changes.length === 0) return;
    const lines = [...this.rows.lines];
    for (const { index, row } of changes) {
      const before = this.places.get(row.id);
      if (before !== undefined && before !== index && lines[before]?.row?.id === row.id) lines[before] = empty(before);
      const replaced = lines[index]?.row;
      if (replaced && replaced.id !== row.id && this.places.get(replaced.id) === index) this.places.delete(replaced.id);
      if (index >= lines.length) continue;
      lines[index] = { key: row.id, index, row };
      this.places.set(row.id, index);
    }
    this.set({ lines });
    if (changes.some(({ index }) => lines[index]?.row === undefined)) this.soon();
  }

  private set(change: Partial<Rows<T>>): void {
    this.rows = { ...this.rows, ...change };
    for (const listener of this.listeners) listener();
  }
}

const empty = <T>(index: number): Line<T> => ({ key: `line-${index}`, index, row: undefined });
