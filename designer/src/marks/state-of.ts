import { type State, states } from './shapes';

/** The state to show for a status of the API. One that this designer does not know yet is shown as not known, never as something else. */
export const stateOf = (status: string, handledFailures = false): State => {
  if (status === 'completed' && handledFailures) return 'handled';
  return Object.hasOwn(states, status) ? (status as State) : 'not-known';
};
