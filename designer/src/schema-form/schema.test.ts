// biome-ignore-all lint/suspicious/noTemplateCurlyInString: definitions write their expressions so
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@/json/pointer';
import activities from './activities.fixture.json';
import { asSchema, fieldsOf, isAsked, isExpression, kindOf, schemaOfInputs, titleOf } from './schema';

describe('kindOf', () => {
  test.each([
    [{ type: 'string' }, 'text'],
    [{ type: ['string', 'null'], format: 'connection' }, 'connection'],
    [{ type: ['integer', 'null'] }, 'number'],
    [{ type: 'number' }, 'number'],
    [{ type: 'boolean' }, 'boolean'],
    [{ type: 'string', enum: ['a', 'b'] }, 'choice'],
    [{ type: 'array', items: { type: 'string' } }, 'list'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'map'],
    [{ type: 'object', properties: {} }, 'object'],
    [{ type: 'string', format: 'duration' }, 'duration'],
    [{ type: 'duration' }, 'duration'],
    [{ type: 'vm-selector' }, 'selector'],
    [{ type: 'string', format: 'something-new' }, 'text'],
    [{ format: 'targets' }, 'targets'],
    [{}, 'any'],
  ])('%j is a field for %s', (schema, kind) => expect(kindOf(schema as never)).toBe(kind));
});

/** Inputs that take values of any shape; every other one has a field of its own. */
const free = ['flow.set-variable value', 'flow.switch value', 'flow.switch cases', 'http.request body', 'message.webhook body'];

test('of all activities, only what takes any shape is written as YAML', () => {
  const any = activities.items.flatMap(({ name, inputSchema }) =>
    fieldsOf(asSchema(inputSchema))
      .filter(({ schema }) => kindOf(schema) === 'any')
      .map((field) => `${name} ${field.name}`),
  );
  expect(any.sort()).toEqual([...free].sort());
});

test('what must be given comes first', () => {
  const schema = { properties: { mode: {}, targets: {}, name: {} }, required: ['targets'] };
  expect(fieldsOf(schema).map(({ name, required }) => [name, required])).toEqual([
    ['targets', true],
    ['mode', false],
    ['name', false],
  ]);
});

test('a title is made of the name where there is none', () => {
  expect(titleOf('failureBudget', {})).toBe('Failure budget');
  expect(titleOf('x', { title: 'Given' })).toBe('Given');
});

test('inputs of a workflow are required unless they have a default or say otherwise', () => {
  const schema = schemaOfInputs({ a: { type: 'string' }, b: { type: 'integer', default: 3 }, c: { type: 'string', required: false } });
  expect(schema.required).toEqual(['a']);
  expect(schema.properties?.c).toEqual({ type: 'string' });
});

test('an expression is told from a text that only writes its beginning', () => {
  expect([
    isExpression('${ inputs.a }'),
    isExpression('a ${ b } c'),
    isExpression('$${ b }'),
    isExpression('plain'),
    isExpression(5),
  ]).toEqual([true, true, false, false, false]);
});

describe('isAsked', () => {
  const around = { properties: { method: { default: 'platform' }, command: { 'x-asked-when': { method: ['ssh'] } }, check: {} } };
  const asked = (value: JsonObject, name: 'command' | 'check' = 'command') => isAsked(name, around.properties[name], value, around);
  test('AnotherChoiceMakesItMeaningless_IsNotAsked', () => {
    expect(asked({})).toBe(false);
    expect(asked({ method: 'salt' })).toBe(false);
    expect(asked({ method: 'ssh' })).toBe(true);
  });
  test('WhatIsGivenOrChosenByAnExpression_IsAsked', () => {
    expect(asked({ method: 'salt', command: 'reboot' })).toBe(true);
    expect(asked({ method: '${ inputs.method }' })).toBe(true);
    expect(asked({}, 'check')).toBe(true);
  });
});
