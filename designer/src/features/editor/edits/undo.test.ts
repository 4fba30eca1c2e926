import { expect, it } from 'vitest';
import type { Definition, Step } from '@/canvas/definition';
import { allSteps, bodyAt, parentOf } from '@/canvas/paths';
import { someActivities as activities, type Random, randomOf, someDefinition } from '@/canvas/testing/generate';
import {
  addNote,
  addStep,
  clipOf,
  connect,
  disconnect,
  type Edit,
  fitted,
  freshId,
  freshNoteId,
  insertOn,
  inTurn,
  move,
  paste,
  relocation,
  removeNotes,
  removeSteps,
  renameInput,
  renameStep,
  setNote,
  setStep,
  setWith,
  setWorkflow,
  wrap,
} from '../edits';
import { canRedo, canUndo, makeEditor } from '../store';

const pathsOf = (definition: Definition): [string, ...string[]] => {
  const paths = allSteps(definition).map(([path]) => path);
  return [paths[0] ?? 'gone', ...paths.slice(1)];
};

const containersOf = (definition: Definition): [string, ...string[]] => [
  '',
  ...allSteps(definition).flatMap(([path, step]) => (step.steps ? [path] : [])),
];

const someEdit = (random: Random, definition: Definition): Edit => {
  const path = random.oneOf(pathsOf(definition));
  const container = random.oneOf(containersOf(definition));
  const body = bodyAt(definition, container) ?? {};
  const own = Object.keys(body.steps ?? {});
  const [from, to] = [own[random.below(own.length)] ?? 'x', own[random.below(own.length)] ?? 'y'];
  const line = { from, to, outcome: random.oneOf(['done', 'found', 'none', 'failed', 'rejected']) };
  const at = [random.below(800), random.below(500)] as const;
  const activity = random.oneOf(['vm.power-off', 'flow.scope', 'flow.if', 'fleet.find-vms']);
  const edits: [() => Edit, ...(() => Edit)[]] = [
    () =>
      addStep(
        { container, id: freshId(body, activity), activity, at, after: random.chance(0.5) ? { from, outcome: line.outcome } : undefined },
        activities,
      ),
    () => removeSteps([path]),
    () => renameStep(path, random.oneOf(['renamed', 'find', 'power-on', 'x1']), activities),
    () => setStep(path, random.oneOf<Partial<Step>>([{ name: 'New' }, { timeout: 'PT1M' }, { name: undefined, retry: undefined }])),
    () =>
      renameInput(
        random.oneOf(Object.keys({ none: 0, ...definition.inputs }) as [string, ...string[]]),
        random.oneOf(['env', 'pool']),
        activities,
      ),
    () => setWith(path, 'subject', random.oneOf<string | undefined>(['a', 'b', undefined])),
    () => connect(container, line, activities),
    () => disconnect(container, line, activities),
    () => move(container, { [from]: at }, activities),
    () => setWorkflow({ name: `Name ${random.below(3)}`, policy: random.oneOf<Definition['policy']>([undefined, { timeout: 'PT2H' }]) }),
    () => wrap([path], 'flow.scope', freshId(bodyAt(definition, parentOf(path)) ?? {}, 'flow.scope'), activities),
    () => insertOn(container, line, random.oneOf(['find', 'off', 'a']), activities),
    () => relocation(definition, { paths: [path], to: container, by: at }, activities)?.edit ?? ((now) => now),
    () => addNote(container, { id: freshNoteId(body), at, text: 'note' }),
    () => setNote(container, 'note1', { text: `text ${random.below(5)}` }),
    () => removeNotes(container, ['note1']),
    () => inTurn(setWith(path, 'to', 'x'), setStep(path, { join: 'any' })),
    () => {
      const clip = clipOf(bodyAt(definition, parentOf(path)) ?? {}, [path], activities);
      return clip ? paste(container, fitted(clip, body, activities), [16, 16], activities) : (now) => now;
    },
  ];
  return random.oneOf(edits)();
};

it('Store_FiftyEditsAndFiftyUndos_GiveTheSameDocument', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomOf(seed);
    const editor = makeEditor();
    const first = someDefinition(random);
    const before = JSON.stringify(first);
    editor.setState({ activities });
    editor.getState().open({ id: 'generated', definition: first, etag: null, saved: first, publishedVersion: null });
    const seen = [before];
    for (let edit = 0; edit < 50; edit++) {
      const was = editor.getState().definition;
      editor.getState().apply(someEdit(random, was));
      const now = JSON.stringify(editor.getState().definition);
      // What changed nothing is not there to be undone.
      if (editor.getState().definition !== was) seen.push(now);
    }
    expect(seen.length, `seed ${seed}`).toBeGreaterThan(20);
    for (const expected of seen.slice(0, -1).reverse()) {
      editor.getState().undo();
      expect(JSON.stringify(editor.getState().definition), `seed ${seed}`).toBe(expected);
    }
    expect(canUndo(editor.getState())).toBe(false);
    expect(editor.getState().definition).toBe(first);
    for (const expected of seen.slice(1)) {
      editor.getState().redo();
      expect(JSON.stringify(editor.getState().definition), `seed ${seed}`).toBe(expected);
    }
    expect(canRedo(editor.getState())).toBe(false);
  }
});

const opened = () => {
  const editor = makeEditor();
  const definition: Definition = { id: 'x', steps: { a: { activity: 'message.email' } } };
  editor.setState({ activities });
  editor.getState().open({ id: 'x', definition, etag: null, saved: definition, publishedVersion: null });
  return editor;
};

it('Store_LettersOfOneField_AreUndoneTogether', () => {
  const editor = opened();
  for (const text of ['H', 'He', 'Hey']) editor.getState().apply(setWith('a', 'subject', text), { together: 'a subject' });
  editor.getState().apply(setWith('a', 'to', 'x'), { together: 'a to' });
  editor.getState().undo();
  expect(editor.getState().definition.steps?.a?.with).toEqual({ subject: 'Hey' });
  editor.getState().undo();
  expect(editor.getState().definition.steps?.a?.with).toBeUndefined();
});

it('Store_EditOfWhatIsReadOnly_ChangesNothing', () => {
  const editor = opened();
  editor.setState({ isReadOnly: true });
  const before = editor.getState().definition;
  editor.getState().apply(setWith('a', 'to', 'x'));
  editor.getState().replaceDefinition({ id: 'y', steps: {} });
  expect(editor.getState().definition).toBe(before);
});

it('Store_ContainerThatIsUndone_IsLeft', () => {
  const editor = opened();
  editor.getState().apply(addStep({ container: '', id: 'scope', activity: 'flow.scope', at: [0, 0] }, activities), { select: ['scope'] });
  editor.getState().stepInto('scope');
  editor.getState().apply(removeSteps(['scope']));
  expect(editor.getState().scope).toBe('');
  editor.getState().undo();
  expect(editor.getState().scope).toBe('scope');
});
