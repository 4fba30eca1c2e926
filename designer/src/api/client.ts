import type { Body, Method, Params, PathWith, Result } from './operations';
import { ApiProblem } from './problem';
import { signInAgain } from './signed-out';

/** Everything of a call but its path. `params` are the parts in braces, `query` what follows the question mark. */
type Call<P extends PathWith<M>, M extends Method> = Params<P, M> & {
  body?: Body<P, M>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

type Loose = { params?: Record<string, unknown>; query?: object; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal };

/** An answer together with what its headers say. */
export type Answer<T> = { data: T; status: number; etag: string | null };

export const address = (path: string, params: Record<string, unknown> = {}, query: object = {}): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length === 0 ? filled : `${filled}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
};

async function send(method: Method, path: string, call: Loose): Promise<Answer<unknown>> {
  const isText = typeof call.body === 'string';
  const response = await fetch(address(path, call.params, call.query), {
    method: method.toUpperCase(),
    headers: { ...(call.body === undefined ? {} : { 'Content-Type': isText ? 'application/yaml' : 'application/json' }), ...call.headers },
    body: call.body === undefined || isText ? (call.body as string | undefined) : JSON.stringify(call.body),
    signal: call.signal ?? null,
    credentials: 'same-origin',
  }).catch((error: unknown) => {
    throw call.signal?.aborted ? error : ApiProblem.unreachable(error);
  });
  if (response.status === 401) signInAgain();
  if (!response.ok) throw await ApiProblem.of(response);
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
  const data: unknown = response.status === 204 ? undefined : isJson ? await response.json() : await response.text();
  return { data, status: response.status, etag: response.headers.get('ETag') };
}

const caller =
  <M extends Method>(method: M) =>
  async <P extends PathWith<M>>(path: P, call: Call<P, M>): Promise<Result<P, M>> =>
    (await send(method, path, call as Loose)).data as Result<P, M>;

/** The API by method: `api.get('/api/v1/runs/{id}', { params: { id } })`. A body that is a text is sent as YAML. Throws {@link ApiProblem}. */
export const api = {
  get: caller('get'),
  post: caller('post'),
  put: caller('put'),
  delete: caller('delete'),
  /** As the others, with the status and the ETag of the answer. */
  answer: async <M extends Method, P extends PathWith<M>>(method: M, path: P, call: Call<P, M>): Promise<Answer<Result<P, M>>> =>
    (await send(method, path, call as Loose)) as Answer<Result<P, M>>,
};
