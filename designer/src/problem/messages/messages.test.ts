import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { avoided } from '@/text/avoided';
import { readerOf } from './reader';
import zh from './zh.json';

// Vitest runs in the designer's folder. A test of the server sees to it that the list is whole.
const messages = JSON.parse(readFileSync('../server/messages.json', 'utf8')) as string[];
const table: Record<string, string> = zh;
const holes = (text: string): string[] => [...text.matchAll(/\{\d\}/g)].map(([found]) => found).sort();

describe('Chinese messages', () => {
  it('EveryMessageOfTheServer_InChinese_IsThereAndNoOther', () => {
    expect(messages.length).toBeGreaterThan(300);
    expect(messages.filter((message) => !table[message])).toEqual([]);
    expect(Object.keys(table).filter((message) => !messages.includes(message))).toEqual([]);
  });

  it('EveryMessage_InChinese_SaysWhatIsPutIn', () => {
    expect(Object.entries(table).filter(([message, text]) => holes(text).some((hole) => !holes(message).includes(hole)))).toEqual([]);
  });

  it('EveryMessage_InChinese_KeepsToTheGlossary', () => {
    expect(Object.values(table).filter((text) => avoided.some(([word]) => word.test(text)))).toEqual([]);
  });
});

describe('readerOf', () => {
  const read = readerOf(table);

  it.each([
    ["The input has no 'type', so that it takes anything.", '该输入没有“type”，因此接受任何值。'],
    ["There is no activity 'vm.powr-off'; did you mean 'vm.power-off'?", '没有动作“vm.powr-off”；您是不是想写“vm.power-off”？'],
    ["'count' has to be at least 1.", '“count”必须至少为 1'],
    ["'with' has to be an object with the activity's inputs, not a list.", '“with”必须是含该动作输入的对象，不能是列表。'],
    ["The default does not fit: 'cpus' has to be a whole number, not a text.", '默认值不符合要求：“cpus”必须是整数，不能是文本'],
    ["'mode' has to be one of 'graceful', 'hard', not 'softly'.", "“mode”必须是 'graceful', 'hard' 之一，不能是 'softly'"],
    ["'grace' 'x' is not a duration such as PT5M or 5m.", '“grace”“x”不是时长，例如 PT5M 或 5m'],
    ["'off' has to be written role:operator or user:li.", '“off”应写成 role:operator 或 user:li。'],
    ['Unknown: samples cover 12 % of 14 days, and 80 % are needed.', '未知：采样覆盖了 14 days 的 12 %，至少需要 80 %。'],
    ['Nothing that the server says.', 'Nothing that the server says.'],
  ])('Reader_%s_IsReadByItsWords', (message, text) => {
    expect(read(message)).toBe(text);
  });
});
