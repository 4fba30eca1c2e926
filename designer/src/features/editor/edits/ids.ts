import type { Body } from '@/canvas/definition';

const form = /^[a-z][A-Za-z0-9-]{0,63}$/;

/** Whether a step may be called so in this body. */
export const isFreeId = (body: Body, id: string): boolean => form.test(id) && body.steps?.[id] === undefined;

/** `vm.power-off` becomes `powerOff`, or `powerOff2` where that is taken: without a hyphen, so that expressions read it with a dot. */
export const freshId = (body: Body, activity: string, taken: readonly string[] = []): string => {
  const camel = activity
    .slice(activity.lastIndexOf('.') + 1)
    .replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '')
    .replace(/^[^a-z]+/, (start) => start.toLowerCase());
  return nextId(body, form.test(camel) ? camel : 'step', taken);
};

/** The id itself where it is free, else with the next number. */
export const nextId = (body: Body, id: string, taken: readonly string[] = []): string => {
  const base = id.replace(/\d+$/, '') || id;
  let next = id;
  for (let number = 2; body.steps?.[next] !== undefined || taken.includes(next); number++) next = `${base}${number}`;
  return next;
};
