import { describe, expect, it, vi } from 'vitest';
import { address, api } from './client';
import { ApiProblem } from './problem';

const answer = (response: Response | Error) => {
  const fetch = vi.fn((_url: string, _init: RequestInit) =>
    response instanceof Error ? Promise.reject(response) : Promise.resolve(response),
  );
  vi.stubGlobal('fetch', fetch);
  return fetch;
};

const problemOf = (call: Promise<unknown>): Promise<ApiProblem> =>
  call.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: ApiProblem) => error,
  );

describe('Client', () => {
  it('Address_WithPartsAndQuery_IsEscaped', () => {
    expect(address('/api/v1/runs/{id}', { id: 'a/b c' }, { where: "tags.env == 'x'", cursor: null, limit: 5 })).toBe(
      '/api/v1/runs/a%2Fb%20c?where=tags.env+%3D%3D+%27x%27&limit=5',
    );
  });

  it('Post_Object_IsSentAsJson', async () => {
    const fetch = answer(Response.json({ id: 'r1' }, { status: 202 }));
    const result = await api.post('/api/v1/runs/{id}/cancel', { params: { id: 'r1' }, body: { reason: 'x' } });
    expect(result).toEqual({ id: 'r1' });
    expect(fetch.mock.calls[0]?.[0]).toBe('/api/v1/runs/r1/cancel');
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      method: 'POST',
      body: '{"reason":"x"}',
      headers: { 'Content-Type': 'application/json' },
    });
  });

  it('Put_Text_IsSentAsYamlAndTellsTheETag', async () => {
    const fetch = answer(Response.json({ id: 'w', problems: [] }, { headers: { ETag: '"7"' } }));
    const { etag, status } = await api.answer('put', '/api/v1/workflows/{id}', {
      params: { id: 'w' },
      body: 'name: x',
      headers: { 'If-Match': '"6"' },
    });
    expect([etag, status]).toEqual(['"7"', 200]);
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ body: 'name: x', headers: { 'Content-Type': 'application/yaml', 'If-Match': '"6"' } });
  });

  it('Get_Problem_IsThrownWithAllThatItSays', async () => {
    const body = { status: 422, title: 'T', detail: 'Bad.', code: 'input.bad', errors: [{ path: '/a', message: 'm' }], current: 7 };
    answer(Response.json(body, { status: 422 }));
    const problem = await problemOf(api.get('/api/v1/runs', {}));
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 422, code: 'input.bad', detail: 'Bad.', errors: body.errors, more: { current: 7 } });
  });

  it('Get_PageOfAProxy_IsAProblemToo', async () => {
    answer(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
    expect(await problemOf(api.get('/api/v1/runs', {}))).toMatchObject({ status: 502, code: 'http.502', detail: 'Bad Gateway' });
  });

  it('Get_NoAnswer_IsUnreachable', async () => {
    answer(new TypeError('fetch failed'));
    expect(await problemOf(api.get('/api/v1/runs', {}))).toMatchObject({ status: 0, code: 'server.unreachable' });
  });

  it('Get_NotSignedIn_GoesToTheSignInPage', async () => {
    const replace = vi.spyOn(location, 'replace').mockImplementation(() => {});
    answer(Response.json({ code: 'access.not-signed-in', detail: 'Sign in.' }, { status: 401 }));
    expect((await problemOf(api.get('/api/v1/runs', {}))).status).toBe(401);
    expect(replace).toHaveBeenCalledWith(expect.stringMatching(/^\/signed-out\?from=/));
  });
});
