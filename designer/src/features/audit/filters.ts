/** What the audit is narrowed to. The address holds it, times as the fields show them: in the user's zone. */
export type AuditFilters = { who: string; what: string; object: string; since: string; until: string };

const names = ['who', 'what', 'object', 'since', 'until'] as const;

export const readFilters = (search: URLSearchParams): AuditFilters =>
  Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as AuditFilters;

export const writeFilters = (search: URLSearchParams, changed: Partial<AuditFilters>): URLSearchParams => {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changed)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  next.delete('open');
  return next;
};

/** For the API: what is empty is left out, and times are said with their zone. */
export const queryOf = (filters: AuditFilters) => ({
  who: filters.who.trim() || undefined,
  what: filters.what.trim() || undefined,
  object: filters.object.trim() || undefined,
  since: moment(filters.since),
  until: moment(filters.until),
});

const moment = (local: string): string | undefined => {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

/** Where the page of an object is; undefined where it has none. */
export const pageOf = (object: string): string | undefined => {
  const [kind, ...rest] = object.split(':');
  const id = encodeURIComponent(rest.join(':'));
  if (id === '') return undefined;
  if (kind === 'run') return `/runs/${id}`;
  if (kind === 'workflow') return `/workflows?open=${id}`;
  if (kind === 'connection') return `/settings/connections?open=${id}`;
  if (kind === 'secret') return `/settings/secrets?open=${id}`;
  return undefined;
};
