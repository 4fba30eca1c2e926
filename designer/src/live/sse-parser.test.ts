import { describe, expect, it } from 'vitest';
import { makeSseParser } from './sse-parser';

const whole = 'id: 1.0\ndata: {"a":1}\n\n: still here\n\nid: 1.1\nevent: log\ndata: one\r\ndata: two\r\n\r\nevent: ready\ndata:x\n\n';
const messages = [
  { id: '1.0', event: 'message', data: '{"a":1}' },
  { id: '1.1', event: 'log', data: 'one\ntwo' },
  { id: null, event: 'ready', data: 'x' },
];

describe('SseParser', () => {
  it('Parse_WholeStream_GivesMessagesWithoutComments', () => {
    expect(makeSseParser()(whole)).toEqual(messages);
  });

  it('Parse_CutAnywhere_GivesTheSame', () => {
    for (let cut = 1; cut < whole.length; cut++) {
      const parse = makeSseParser();
      expect([...parse(whole.slice(0, cut)), ...parse(whole.slice(cut))]).toEqual(messages);
    }
  });

  it('Parse_UnfinishedMessage_WaitsForItsEnd', () => {
    const parse = makeSseParser();
    expect(parse('id: 7\ndata: half')).toEqual([]);
    expect(parse('\n\n')).toEqual([{ id: '7', event: 'message', data: 'half' }]);
  });
});
