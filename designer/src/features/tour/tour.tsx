import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { api } from '@/api/client';
import { apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { preference } from '@/theme/preference';
import { Coachmark } from './coachmark';
import { done, idle, isMemory, type Step, stepAfter, stepBefore, steps, workflow } from './steps';

const none = 'none';
const memory = preference('tour', (value): value is string => value === none || isMemory(value), none);

/** Leads somebody who is new here to a first run on the simulated fleet. It is offered once, on the first page, as long as there is no run. */
export default function Tour() {
  const remembered = memory.use();
  const isOffered = useOffer(remembered === none);
  if (remembered === done) return null;
  if (remembered === none) return isOffered ? <Walk step={steps[0] as Step} /> : null;
  const step = steps.find(({ name }) => name === remembered);
  return step ? <Walk step={step} /> : null;
}

const useOffer = (isOpen: boolean): boolean => {
  const { pathname } = useLocation();
  const may = useMay('operate');
  const enabled = isOpen && may && pathname === '/';
  const runs = useQuery({ ...apiQuery('/api/v1/runs', { query: { limit: 1 } }), enabled });
  const fleet = useQuery({ ...apiQuery('/api/v1/fleet/summary', {}), enabled });
  const connections = fleet.data?.connections ?? [];
  const isSimulated = connections.length > 0 && connections.every(({ platform }) => platform === 'simulator');
  return enabled && runs.data?.items.length === 0 && isSimulated && (fleet.data?.vms.total ?? 0) > 0;
};

const Walk = ({ step }: { step: Step }) => {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const found = useQuery({ ...apiQuery('/api/v1/fleet/vms', { query: { where: idle, limit: 100 } }), enabled: step.name === 'start' }).data;
  const isRun = pathname.startsWith('/runs/');
  const go = (next: Step | undefined): void => {
    memory.set(next?.name ?? done);
    if (next?.path) navigate(next.path);
  };
  const start = useMutation({
    mutationFn: () => api.post('/api/v1/workflows/{id}/runs', { params: { id: workflow }, body: { inputs: {} } }),
    onSuccess: ({ id }) => {
      memory.set('run');
      navigate(`/runs/${id}`);
    },
  });
  // Who starts it with the page's own button has done the step as well.
  useEffect(() => {
    if (step.name === 'start' && isRun) memory.set('run');
  }, [step.name, isRun]);
  return (
    <Coachmark
      step={step}
      vms={found?.items}
      isHere={step.path === undefined || step.path === pathname}
      isBusy={start.isPending}
      error={start.error}
      onBack={() => go(stepBefore(step.name))}
      onNext={() => (step.name === 'start' ? start.mutate() : go(stepAfter(step.name)))}
      onReturn={() => step.path && navigate(step.path)}
      onSkip={() => memory.set(done)}
    />
  );
};
