import { expect, it } from 'vitest';
import { placeToReturnTo } from './return-to';

it.each([
  ['/runs?status=failed#x', '/runs?status=failed#x'],
  [null, '/'],
  ['runs', '/'],
  ['//evil.example/runs', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['/signed-out?from=%2Fruns', '/'],
])('PlaceToReturnTo_%s_Is%s', (from, expected) => {
  expect(placeToReturnTo(from, 'http://runbooks')).toBe(expected);
});
