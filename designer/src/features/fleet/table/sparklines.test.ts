import { describe, expect, it, vi } from 'vitest';
import { draw, Sparklines } from './sparklines';

const points = [
  { at: '2026-11-23T00:00:00Z', average: 0 },
  { at: '2026-11-23T01:00:00Z', average: 0.8 },
];

describe('Sparklines', () => {
  vi.useFakeTimers();

  it('Want_ManyRows_AreReadTogetherAndOnce', async () => {
    const read = vi.fn(async (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, points])));
    const lines = new Sparklines(read);
    lines.want('a');
    lines.want('b');
    await vi.advanceTimersByTimeAsync(200);
    lines.want('a');
    await vi.advanceTimersByTimeAsync(200);
    expect(read.mock.calls).toEqual([[['a', 'b']]]);
    expect(lines.of('b')).toBe(points);
  });

  it('Want_ScrolledAway_IsNotRead', async () => {
    const read = vi.fn(async () => ({}));
    const lines = new Sparklines(read);
    lines.want('a')();
    await vi.advanceTimersByTimeAsync(200);
    expect(read).not.toHaveBeenCalled();
  });

  it('Draw_Points_FillsTheWidthAndTheHeight', () => expect(draw(points, 60, 16)?.line).toBe('M0.0 15.0L60.0 1.0'));
  it('Draw_OnePoint_IsNoPicture', () => expect(draw(points.slice(1), 60, 16)).toBeUndefined());
});
