import { useQuery } from '@tanstack/react-query';
import type { Schema } from './operations';
import { apiQuery } from './queries';

type Permission = Schema<'Permission'>;

/** Who is signed in; undefined until it is known. */
export const useSession = (): Schema<'Session'> | undefined =>
  useQuery({ ...apiQuery('/api/v1/session', {}), staleTime: Number.POSITIVE_INFINITY }).data;

/** Whether the user may do something. Only for what is shown: the server decides again. */
export const useMay = (permission: Permission): boolean => useSession()?.permissions.includes(permission) ?? false;
