import { ApiProblem } from './problem';

/** What a refusal says about one part of what was sent, for the field of that part. */
export const problemAt = (error: unknown, path: string): string | undefined =>
  error instanceof ApiProblem
    ? error.errors
        .filter((one) => one.path === path)
        .map((one) => one.message)
        .join(' ') || undefined
    : undefined;

/** Whether all that is wrong is said at fields that are shown; else the problem needs a card of its own. */
export const isAtFields = (error: unknown, paths: readonly string[]): boolean =>
  error instanceof ApiProblem &&
  error.errors.length > 0 &&
  error.errors.every((one) => paths.some((path) => one.path === path || one.path.startsWith(`${path}/`)));
