import { describe, expect, it } from 'vitest';
import { nearby, ruleOf } from './replaying';

describe('nearby', () => {
  it.each([
    ["cpu.avg('5m') > 0.8", [0.7, 0.75, 0.85, 0.9]],
    ["cpu.p95('14d') < 0.05", [0.1, 0.15]],
    ['snapshots >= 4', [2, 3, 5, 6]],
    ["powerState == 'on'", []],
    [undefined, []],
  ])('%s', (condition, others) => expect(nearby(condition)).toEqual(others));
});

describe('ruleOf', () => {
  it('Draft_WithWhatItStarts_IsTheRuleAlone', () =>
    expect(ruleOf({ name: 'Hot', workflow: 'relieve', on: 'host', condition: 'cpu.now > 1' })).toEqual({
      on: 'host',
      condition: 'cpu.now > 1',
    }));
});
