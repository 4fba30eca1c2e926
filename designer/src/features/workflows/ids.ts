/** Letters with marks lose them; what is neither letter nor digit parts words. */
const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 90)
    .replace(/-+$/, '');

/** An id that the server takes and that no workflow has. A name without Latin letters gives `workflow`, `workflow-2`, … */
export const idOf = (name: string, taken: ReadonlySet<string>): string => {
  const wanted = slug(name) || 'workflow';
  if (!taken.has(wanted) && !reserved.has(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`;
};

/** They stand in addresses where ids stand. */
const reserved = new Set(['validate', 'schema', 'import', 'new']);
