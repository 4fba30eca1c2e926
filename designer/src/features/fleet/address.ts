/** What the address of the page says, so that it can be passed on, and is there again after a reload. */
export type Tab = 'vms' | 'hosts' | 'storages';
export type FleetAddress = { tab: Tab; search: string; sort: string | undefined; open: string | undefined };

const tabs: readonly string[] = ['vms', 'hosts', 'storages'];

export const readAddress = (query: URLSearchParams): FleetAddress => {
  const tab = query.get('tab') ?? 'vms';
  return {
    tab: tabs.includes(tab) ? (tab as Tab) : 'vms',
    search: query.get('where') ?? query.get('q') ?? '',
    sort: query.get('sort') ?? undefined,
    open: query.get('open') ?? undefined,
  };
};

export const writeAddress = ({ tab, search, sort, open }: FleetAddress): URLSearchParams => {
  const query = new URLSearchParams();
  if (tab !== 'vms') query.set('tab', tab);
  if (search !== '') query.set(isSelector(search) ? 'where' : 'q', search);
  if (sort) query.set('sort', sort);
  if (open) query.set('open', open);
  return query;
};

/** One field takes both: a condition, or words that names, addresses and tags are searched for. `env=test` is a word: tags are found like that. */
export const isSelector = (search: string): boolean => /==|!=|<|>|&&|\|\||[()'"]|^!?stale$|^(true|false)$/.test(search.trim());

/** The search as the API takes it. */
export const queryOf = ({ search, sort }: Pick<FleetAddress, 'search' | 'sort'>) => {
  const text = search.trim();
  return { ...(text === '' ? {} : isSelector(text) ? { where: text } : { q: text }), ...(sort ? { sort } : {}) };
};
