import { expect, it } from 'vitest';
import { idOf } from './ids';

it.each([
  ['Patch the Web ring', 'patch-the-web-ring'],
  ['  Café — Zürich (2) ', 'cafe-zurich-2'],
  ['关闭空闲测试虚拟机', 'workflow'],
  ['重启 web-01', 'web-01'],
  ['schema', 'schema-2'],
])('IdOf_%s_Is%s', (name, expected) => {
  expect(idOf(name, new Set())).toBe(expected);
});

it('IdOf_ATakenName_IsNumbered', () => {
  expect(idOf('Patch', new Set(['patch', 'patch-2']))).toBe('patch-3');
});

it('IdOf_ALongName_HasTheServersLengthAndNoDashAtItsEnd', () => {
  const id = idOf(`${'a'.repeat(89)} b ${'c'.repeat(50)}`, new Set());
  expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(id.length).toBeLessThanOrEqual(90);
});
