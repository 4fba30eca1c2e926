import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';

/** How many approvals wait for this user; 0 for whoever may not decide them. */
export const useWaitingForMe = (): number => {
  const mayDecide = useMay('approve');
  const { data } = useQuery({ ...apiQuery('/api/v1/approvals', {}), refetchInterval: 15_000, enabled: mayDecide });
  return mayDecide ? (data?.items.length ?? 0) : 0;
};
