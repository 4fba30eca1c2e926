import { beforeEach, expect, it } from 'vitest';
import { neighbour } from './use-list-keys';

const list = document.createElement('ul');
beforeEach(() => {
  list.innerHTML = '<li><a href="/a">a</a><button>more</button></li><li>nothing to open</li><li><button>b</button></li>';
  document.body.replaceChildren(list);
});

const step = (by: number): string | undefined => {
  const next = neighbour(list, 'li', by);
  next?.focus();
  return next?.textContent ?? undefined;
};

it('Neighbour_WithoutAFocus_IsTheFirstOrTheLast', () => {
  expect(neighbour(list, 'li', 1)?.textContent).toBe('a');
  expect(neighbour(list, 'li', -1)?.textContent).toBe('b');
  expect(neighbour(null, 'li', 1)).toBeUndefined();
});

it('Neighbour_AtTheEnds_Stays', () => {
  expect([step(1), step(1), step(1), step(-1), step(-1)]).toEqual(['a', 'b', 'b', 'a', 'a']);
});
