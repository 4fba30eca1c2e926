import { expect, it } from 'vitest';
import { ApiProblem } from './problem';
import { isAtFields, problemAt } from './problem-at';

const problem = new ApiProblem(422, 'connection.invalid', 'Not saved.', [
  { path: '/name', message: 'Taken.' },
  { path: '/settings/uri', message: 'Required and missing.' },
]);

it('ProblemAt_APath_IsWhatIsSaidOfItAlone', () => {
  expect(problemAt(problem, '/name')).toBe('Taken.');
  expect(problemAt(problem, '/settings')).toBeUndefined();
  expect(problemAt(new Error('down'), '/name')).toBeUndefined();
});

it('IsAtFields_WithAPathThatHasNoField_IsFalse', () => {
  expect(isAtFields(problem, ['/name', '/settings'])).toBe(true);
  expect(isAtFields(problem, ['/name'])).toBe(false);
  expect(isAtFields(new ApiProblem(409, 'key.exists', 'Taken.'), ['/name'])).toBe(false);
});
