import { expect, test } from 'vitest';
import { boundSelector, selectorCompletion, tagsOf } from './selector';

const tags = tagsOf([{ tags: { env: 'test', owner: 'li' } }, { tags: { env: 'prod' } }]);
const complete = selectorCompletion('vm', tags);
const labels = (text: string): string[] | undefined => complete(text, text.length)?.options.map(({ label }) => label);

test('tags that the fleet has are offered after "tags."', () => expect(labels('tags.')).toEqual(['env', 'owner']));
test('the values of a tag are offered where it is compared', () => expect(labels("tags.env == '")).toEqual(['prod', 'test']));
test('values of a field are offered where it is compared', () => expect(labels("powerState != 'o")).toContain('suspended'));
test('aggregates are offered after a metric', () => expect(labels('cpu.')).toEqual(['now', 'avg', 'max', 'p95']));
test('nothing is offered within another text', () => expect(labels("name == 'a' && os == 'tags.")).toEqual([]));
test.each(["tags.env == 'test'", "tags.env == 'test' ", 'cpu.now < 0.2', "cpu.p95('14d')"])(
  'nothing is offered after a value: %s',
  (text) => expect(labels(text)).toBeUndefined(),
);
test('fields and metrics are offered elsewhere', () => expect(labels('po')).toEqual(expect.arrayContaining(['powerState', 'tags', 'cpu'])));

test('inputs stand for what they have where nothing else is given', () => {
  expect(boundSelector('cpu.p95(inputs.lookback) < inputs.below', { lookback: 'P14D', below: 0.2 })).toBe("cpu.p95('P14D') < 0.2");
  expect(boundSelector('name == inputs.name', { name: "o'neil" })).toBe("name == 'o\\'neil'");
});

test('without a value for an input nothing can be counted', () => expect(boundSelector('name == inputs.name', {})).toBeUndefined());
