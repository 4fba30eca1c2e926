/** The way from the first page to the first run. */
export type Step = {
  name: 'overview' | 'fleet' | 'workflows' | 'start' | 'run';
  /** Where it is shown; the last one is wherever the run is. */
  path: string | undefined;
  /** What it speaks of, if that is on the page. */
  anchor: string | undefined;
};

export const workflow = 'power-off-idle-test-vms';

export const steps: readonly Step[] = [
  { name: 'overview', path: '/', anchor: '.figures' },
  { name: 'fleet', path: '/fleet', anchor: '.fleet-search' },
  { name: 'workflows', path: '/workflows', anchor: `a[href$="/workflows/${workflow}"]` },
  { name: 'start', path: `/workflows/${workflow}`, anchor: undefined },
  { name: 'run', path: undefined, anchor: undefined },
];

/** The VMs that the workflow would power off: its own selector, with the values that it has by itself. */
export const idle = "tags.env == 'test' && tags.idleOff == 'yes' && powerState == 'on' && cpu.p95('14d') < 0.2";

export const done = 'done';

/** What is remembered: the step, or that it is over. */
export const isMemory = (value: string): value is string => value === done || steps.some(({ name }) => name === value);

export const stepAfter = (name: string): Step | undefined => steps[steps.findIndex((step) => step.name === name) + 1];
export const stepBefore = (name: string): Step | undefined => steps[steps.findIndex((step) => step.name === name) - 1];
