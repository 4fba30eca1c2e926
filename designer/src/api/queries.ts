import { infiniteQueryOptions, type QueryKey, queryOptions } from '@tanstack/react-query';
import { api } from './client';
import type { Params, PathWith, Result } from './operations';

type Getting<P extends PathWith<'get'>> = Params<P, 'get'>;

// Of a path that is not known yet, TypeScript cannot tell that the call fits; of each one that is, the functions below have seen to it.
const read = <P extends PathWith<'get'>>(path: P, call: object): Promise<Result<P, 'get'>> =>
  api.get(path, call as Parameters<typeof api.get<P>>[1]);

/** For `useQuery`: `useQuery(apiQuery('/api/v1/runs', { query: { status } }))`. All of a path are outdated by `apiKey(path)`. */
export const apiQuery = <P extends PathWith<'get'>>(path: P, call: Getting<P>) =>
  queryOptions<Result<P, 'get'>, Error, Result<P, 'get'>, QueryKey>({
    queryKey: [path, call],
    queryFn: ({ signal }) => read(path, { ...call, signal }),
  });

/** For `useInfiniteQuery`, where a list comes in parts with `next`. */
export const apiPages = <P extends PathWith<'get'>>(path: P, call: Getting<P>) =>
  infiniteQueryOptions<Result<P, 'get'>, Error, { pages: Result<P, 'get'>[] }, QueryKey, string | null>({
    queryKey: [path, 'pages', call],
    queryFn: ({ signal, pageParam }) =>
      read(path, { ...call, query: { ...(call.query as object | undefined), cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null,
    getNextPageParam: (last) => (last as { next?: string | null }).next ?? null,
  });

/** For `invalidateQueries({ queryKey: apiKey('/api/v1/runs') })`. */
export const apiKey = (path: PathWith<'get'>): QueryKey => [path];
