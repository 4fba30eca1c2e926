import { useMedia } from './media';
import { preference } from './preference';
import type { Mode } from './tokens';

export type ModeChoice = 'system' | Mode;

const choices: readonly string[] = ['system', 'light', 'dark'];
export const modeChoice = preference<ModeChoice>('theme', (value): value is ModeChoice => choices.includes(value), 'system');

/** The mode that is shown: the user's choice, else the system's. */
export const useMode = (): Mode => {
  const choice = modeChoice.use();
  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  return choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;
};
