/** One thing that is wrong with what was sent: `path` is a JSON Pointer into it, empty for the whole. */
export type ProblemError = { path: string; message: string };

/** An error as the API answers it (RFC 9457). `code` is stable, `detail` is for people; status 0 means that the server did not answer. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly ProblemError[];
  /** What the answer says beside that, such as both sides of a conflict. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, detail: string, errors: readonly ProblemError[] = [], more: Record<string, unknown> = {}) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.more = more;
  }

  static unreachable(cause: unknown): ApiProblem {
    const problem = new ApiProblem(0, 'server.unreachable', 'The server does not answer.');
    problem.cause = cause;
    return problem;
  }

  /** Takes any answer: a proxy in between answers with pages of its own. */
  static async of(response: Response): Promise<ApiProblem> {
    const body: unknown = await response.json().catch(() => undefined);
    if (!isRecord(body)) return new ApiProblem(response.status, `http.${response.status}`, response.statusText);
    const { status: _, title, code, detail, errors, ...more } = body;
    return new ApiProblem(
      response.status,
      text(code) ?? `http.${response.status}`,
      text(detail) ?? text(title) ?? response.statusText,
      Array.isArray(errors) ? errors.filter(isError) : [],
      more,
    );
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isError = (value: unknown): value is ProblemError =>
  isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string';
