import { describe, expect, it } from 'vitest';
import { states } from './shapes';
import { stateOf } from './state-of';
import en from './text/en.json';

describe('States', () => {
  it('StateOf_KnownStatus_IsThat', () => {
    expect(['queued', 'stuck', 'completed'].map((status) => stateOf(status))).toEqual(['queued', 'stuck', 'completed']);
  });

  it('StateOf_CompletedWithHandledFailures_SaysSo', () => {
    expect([stateOf('completed', true), stateOf('failed', true)]).toEqual(['handled', 'failed']);
  });

  it('StateOf_StatusOfALaterServer_IsNotKnown', () => {
    expect([stateOf('hibernating'), stateOf('toString')]).toEqual(['not-known', 'not-known']);
  });

  it('Words_ForEveryState_AreThere', () => {
    expect(Object.keys(en.state).sort()).toEqual(Object.keys(states).sort());
  });
});
