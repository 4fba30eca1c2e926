import { describe, expect, it } from 'vitest';
import { makeFormat } from './format';

const now = () => new Date('2026-11-24T06:02:11Z');
const en = makeFormat('en', 'Asia/Shanghai', now);
const zh = makeFormat('zh', 'Asia/Shanghai', now);

describe('Format', () => {
  it.each([
    ['2026-11-24T06:02:11Z', '14:02:11', '14:02:11'],
    ['2026-11-23T16:00:05Z', '00:00:05', '00:00:05'],
    ['2026-11-23T06:02:11Z', '23 Nov 14:02', '11月23日 14:02'],
    ['2025-09-24T06:02:11Z', '24 Sept 2025 14:02', '2025年9月24日 14:02'],
  ])('Time_%s_IsShortAsThatDayAllows', (at, english, chinese) => {
    expect([en.time(at), zh.time(at)]).toEqual([english, chinese]);
  });

  it('Utc_AnyMoment_SaysSo', () => {
    expect(zh.utc('2026-11-24T14:02:11.5+08:00')).toBe('2026-11-24 06:02:11 UTC');
  });

  it.each([
    ['2026-11-24T05:24:00Z', '38 min old', '38 分钟前'],
    ['2026-11-24T06:02:02Z', '9 s old', '9 秒前'],
    ['2026-11-24T04:58:00Z', '1 h 04 min old', '1 小时 4 分前'],
  ])('Age_%s_IsInWords', (at, english, chinese) => {
    expect([en.age(at), zh.age(at)]).toEqual([english, chinese]);
  });

  it.each([
    [3_840_000, '1 h 04 min', '1 小时 4 分'],
    [131_000, '2 min 11 s', '2 分 11 秒'],
    [1_260_000, '21 min', '21 分钟'],
    [3_600_000, '1 h', '1 小时'],
    [2_000, '2 s', '2 秒'],
    [250, '250 ms', '250 毫秒'],
    [273_600_000, '3 d 4 h', '3 天 4 小时'],
  ])('Duration_%d_HasTwoUnits', (milliseconds, english, chinese) => {
    expect([en.duration(milliseconds), zh.duration(milliseconds)]).toEqual([english, chinese]);
  });

  it('Between_WithoutEnd_CountsToNow', () => {
    expect([en.between('2026-11-24T06:02:00Z'), en.between('2026-11-24T06:00:00Z', '2026-11-24T06:01:00Z')]).toEqual(['11 s', '1 min']);
  });

  it('Percent_InBothLanguages_HasASpaceOnlyInEnglish', () => {
    expect([en.percent(0.91), zh.percent(0.91), en.percent(0.005)]).toEqual(['91 %', '91%', '1 %']);
  });

  it('Number_OfThousands_IsGrouped', () => {
    expect([en.number(4812), zh.number(4812)]).toEqual(['4,812', '4,812']);
  });

  it.each([
    [6.7 * 1024 ** 3, '6.7 GB'],
    [340 * 1024 ** 3, '340 GB'],
    [1.2 * 1024 ** 4, '1.2 TB'],
    [512 * 1024 ** 2, '512 MB'],
    [2048, '2 KB'],
    [12, '12 B'],
  ])('Bytes_%d_AreBinary', (bytes, text) => {
    expect(en.bytes(bytes)).toBe(text);
  });
});
