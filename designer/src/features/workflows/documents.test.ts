import { expect, it } from 'vitest';
import { blank, renamed, uploaded } from './documents';

it('Renamed_AWorkflow_KeepsItsCommentsAndTheRest', () => {
  const yaml = '# Ours.\napiVersion: runbooks/v1\nid: a\nsteps:\n  x: { activity: flow.delay } # waits\n';
  expect(renamed(yaml, 'b', 'B: two')).toBe(
    '# Ours.\napiVersion: runbooks/v1\nid: b\nsteps:\n  x: { activity: flow.delay } # waits\nname: "B: two"\n',
  );
});

it('Blank_Named_SaysWhatItIsCalled', () => {
  expect(uploaded(blank('a-b', '关机: 测试'))).toEqual({ id: 'a-b', name: '关机: 测试' });
});

it.each(['[1, 2]', 'just words', 'a: [', ''])('Uploaded_%s_IsNoWorkflow', (text) => {
  expect(uploaded(text)).toBeUndefined();
});
