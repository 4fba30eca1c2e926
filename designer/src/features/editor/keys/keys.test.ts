import { expect, it } from 'vitest';
import type { Definition } from '@/canvas/definition';
import { drawingOf } from '@/canvas/drawing';
import { someActivities } from '@/canvas/testing/generate';
import { commandOf } from './keymap';
import { walk } from './walk';

const press = (keys: string) => {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  const code = key === '!' ? 'Digit1' : '';
  return commandOf({ key, code, ctrlKey: has('Ctrl'), metaKey: has('Meta'), altKey: has('Alt'), shiftKey: has('Shift') });
};

it.each([
  ['/', { do: 'add' }],
  ['Shift+?', { do: 'help' }],
  ['c', { do: 'connect' }],
  ['Ctrl+c', undefined],
  ['Ctrl+Z', { do: 'undo' }],
  ['Meta+z', { do: 'undo' }],
  ['Ctrl+Shift+Z', { do: 'redo' }],
  ['Ctrl+y', { do: 'redo' }],
  ['Ctrl+Enter', { do: 'publish' }],
  ['Enter', { do: 'open' }],
  ['Shift+Enter', { do: 'start' }],
  ['ArrowRight', { do: 'walk', to: 'right', extend: false }],
  ['Shift+ArrowDown', { do: 'walk', to: 'down', extend: true }],
  ['Alt+ArrowLeft', { do: 'nudge', to: 'left' }],
  ['Shift+!', { do: 'fit' }],
  ['F8', { do: 'nextProblem' }],
  ['Shift+F8', { do: 'previousProblem' }],
  ['Delete', { do: 'remove' }],
  ['Alt+Delete', undefined],
  ['x', undefined],
])('Key_%s_AsksFor_%o', (keys, command) => {
  expect(press(keys)).toEqual(command);
});

const definition: Definition = {
  id: 'x',
  steps: {
    find: { activity: 'fleet.find-vms' },
    off: { activity: 'vm.power-off' },
    stop: { activity: 'flow.stop' },
    ticket: { activity: 'message.email' },
    loop: { activity: 'flow.scope', steps: { a: { activity: 'vm.power-off' }, b: { activity: 'flow.stop' } }, transitions: ['a -> b'] },
  },
  transitions: ['find.none -> stop', 'find.found -> off', 'off.failed -> ticket', 'off -> loop'],
  layout: { find: [0, 0], off: [240, 0], stop: [240, 200], ticket: [480, 200], loop: [480, -100] },
};
const drawing = drawingOf(definition, someActivities);

it.each([
  [undefined, 'right', 'find'],
  ['find', 'right', 'stop'],
  ['off', 'left', 'find'],
  ['off', 'right', 'loop'],
  ['off', 'down', 'ticket'],
  ['stop', 'up', 'off'],
  ['stop', 'right', 'ticket'],
  ['loop/a', 'right', 'loop/b'],
  ['loop/a', 'left', 'loop'],
  ['find', 'left', undefined],
] as const)('Walk_From_%s_%s_LeadsTo_%s', (from, to, expected) => {
  expect(walk(drawing, from, to)).toBe(expected);
});
