import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem';

const again = (failures: number, error: unknown): boolean =>
  // What the server has refused it refuses again; what did not reach it may get through.
  failures < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500);

export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, gcTime: 300_000, retry: again, retryDelay: (n) => Math.min(1_000 * 2 ** n, 5_000) },
      // A change is sent once; whether it is sent again is the user's decision.
      mutations: { retry: false },
    },
  });
