import type { Body, Definition, Step } from './definition';

/** A step is named by its way through the containers: `loop/tell`. The workflow itself is ''. */
export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const idOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const pathOf = (container: string, id: string): string => (container === '' ? id : `${container}/${id}`);

/** The workflow, the container and the container in it, from the outside in: `'a/b'` gives `['a', 'a/b']`. */
export const waysTo = (path: string): string[] => (path === '' ? [] : [...waysTo(parentOf(path)), path]);

export const stepAt = (definition: Definition, path: string): Step | undefined =>
  path === '' ? undefined : bodyAt(definition, parentOf(path))?.steps?.[idOf(path)];

/** The workflow for '', else the container's step. */
export const bodyAt = (definition: Definition, container: string): Body | undefined =>
  container === '' ? definition : stepAt(definition, container);

/** Every step with its path, containers before what is in them. */
export const allSteps = (body: Body, container = ''): [path: string, step: Step][] =>
  Object.entries(body.steps ?? {}).flatMap(([id, step]) => {
    const path = pathOf(container, id);
    return [[path, step] as [string, Step], ...allSteps(step, path)];
  });

/** The definition with one body changed. What does not change stays the same object; so does all, where nothing changes. */
export const changeBody = (definition: Definition, container: string, change: (body: Body) => Body): Definition => {
  if (container === '') return change(definition) as Definition;
  return changeStep(definition, container, (step) => change(step) as Step);
};

export const changeStep = (definition: Definition, path: string, change: (step: Step) => Step): Definition =>
  changeBody(definition, parentOf(path), (body) => {
    const step = body.steps?.[idOf(path)];
    if (!step) return body;
    const changed = change(step);
    return changed === step ? body : { ...body, steps: { ...body.steps, [idOf(path)]: changed } };
  });

/** Step paths by the container that they are in. */
export const byContainer = (paths: readonly string[]): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const path of paths) groups.set(parentOf(path), [...(groups.get(parentOf(path)) ?? []), path]);
  return groups;
};
