import type { ProblemError } from '@/api/problem';

/** Everything that is told of a failure. What a platform said is kept word for word and never translated. */
export type Trouble = {
  title: string;
  detail?: string;
  errors?: readonly ProblemError[];
  /** The server's own words, where the title and the detail are ours. */
  original?: string;
  said?: { by: string; text: string };
  next?: string;
  code: string;
  path?: string;
};

/** The same as plain text, for a ticket: with the time in UTC and the address of the page. */
export const ticket = (trouble: Trouble, at: string, address: string = location.href): string =>
  [
    trouble.title,
    trouble.detail,
    ...(trouble.errors ?? []).map((error) => `${error.path} ${error.message}`.trim()),
    trouble.original,
    trouble.said && `${trouble.said.by}: ${trouble.said.text}`,
    trouble.next && `> ${trouble.next}`,
    [trouble.code, trouble.path].filter(Boolean).join(' · '),
    at,
    address,
  ]
    .filter(Boolean)
    .join('\n');
