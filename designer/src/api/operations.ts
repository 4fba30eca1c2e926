import type { components, paths } from './schema';

/** The API's own types by name: `Schema<'RunSummary'>`. */
export type Schema<N extends keyof components['schemas']> = components['schemas'][N];

export type Method = 'get' | 'post' | 'put' | 'delete';

type Operation<P extends keyof paths, M extends Method> = paths[P][M];

/** The paths that take a method. */
export type PathWith<M extends Method> = {
  [P in keyof paths]: Operation<P, M> extends { responses: unknown } ? P : never;
}[keyof paths];

type Given<O, K extends 'path' | 'query'> = O extends { parameters: { [_ in K]: infer V } } ? V : never;
type Optional<O, K extends 'query'> = O extends { parameters: { [_ in K]?: infer V } } ? V : never;

/** What a call must and may say beside its body. */
export type Params<P extends keyof paths, M extends Method> = ([Given<Operation<P, M>, 'path'>] extends [never]
  ? { params?: never }
  : { params: Given<Operation<P, M>, 'path'> }) &
  ([Exclude<Optional<Operation<P, M>, 'query'>, undefined>] extends [never]
    ? { query?: never }
    : { query?: Exclude<Optional<Operation<P, M>, 'query'>, undefined> });

/** A body as JSON, or a text that is sent as YAML. */
export type Body<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody?: infer B }
    ? Exclude<B, undefined> extends { content: { 'application/json': infer J } }
      ? J | string
      : never
    : never;

type Content<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;

/** What a call answers when all is well. */
export type Result<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R } ? { [S in keyof R]: S extends 200 | 201 | 202 ? Content<R[S]> : never }[keyof R] : never;
