import { describe, expect, it } from 'vitest';
import { isMemory, stepAfter, stepBefore, steps } from './steps';

describe('Steps', () => {
  it('StepAfter_EachOne_LeadsToTheRun', () => {
    const walked = [steps[0]];
    for (let next = stepAfter('overview'); next; next = stepAfter(next.name)) walked.push(next);
    expect(walked).toEqual(steps);
  });
  it('StepBefore_First_IsNone', () => expect(stepBefore('overview')).toBeUndefined());
  it.each([
    ['done', true],
    ['start', true],
    ['', false],
    ['elsewhere', false],
  ])('IsMemory_%s_Is_%s', (value, valid) => expect(isMemory(value)).toBe(valid));
});
