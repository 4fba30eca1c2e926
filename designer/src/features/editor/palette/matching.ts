/** What a list is searched by: every word has to be somewhere in the texts of an entry. */
const matches = (query: string, texts: readonly string[]): boolean => {
  const all = texts.join('\n').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
};

/** Entries in order: those whose title begins with the query first. */
export const ranked = <T extends { texts: readonly string[] }>(query: string, entries: readonly T[]): T[] => {
  const wanted = query.trim().toLowerCase();
  const found = entries.filter(({ texts }) => matches(query.trim(), texts));
  const rank = ({ texts }: T): number => {
    const titles = texts.map((text) => text.toLowerCase());
    if (titles.some((title) => title.startsWith(wanted))) return 0;
    return titles.some((title) => title.includes(wanted)) ? 1 : 2;
  };
  return wanted === ''
    ? found
    : found
        .map((entry) => [rank(entry), entry] as const)
        .sort(([a], [b]) => a - b)
        .map(([, entry]) => entry);
};
