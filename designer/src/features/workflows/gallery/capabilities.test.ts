import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import en from './text/en.json';

// Vitest runs in the designer's folder.
const source = readFileSync('../activities/Platforms/Capability.cs', 'utf8');
const members = [...source.matchAll(/JsonStringEnumMemberName\("([a-z-]+)"\)/g)].map(([, name]) => name);

it('EveryCapabilityOfPlatforms_HasAWord', () => {
  expect(members.length).toBeGreaterThan(15);
  expect(Object.keys(en.capability).sort()).toEqual([...members].sort());
});
