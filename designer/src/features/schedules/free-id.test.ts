import { expect, it } from 'vitest';
import { freeId } from './free-id';

it.each([
  ['Work days, Berlin', [], 'work-days-berlin'],
  ['Work', ['work', 'work-2'], 'work-3'],
  ['工作日', [], 'calendar'],
  [undefined, ['calendar'], 'calendar-2'],
])('FreeId_Of%s_IsASlugThatIsNotTaken', (name, taken, id) => expect(freeId(name, taken)).toBe(id));
