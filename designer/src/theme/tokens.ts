/** The colours of the design, by their use. They are the CSS variables `--page`, `--text-2`, `--failed-tint`, … in both modes. */
export type Mode = 'light' | 'dark';

const light = {
  page: '#F5F6F8',
  surface: '#FFFFFF',
  sunken: '#EEF0F3',
  line: '#DDE1E7',
  control: '#868F9C',
  text: '#17202B',
  'text-2': '#465160',
  'text-3': '#5F6A78',
  'on-ink': '#FFFFFF',
  selected: '#E8EDF5',
  running: '#1663C7',
  'running-tint': '#E8F1FC',
  completed: '#177A43',
  'completed-tint': '#E6F4EB',
  waiting: '#8F5A00',
  'waiting-tint': '#FDF3DC',
  'waiting-edge': '#E0A21B',
  failed: '#C4271F',
  'failed-tint': '#FDEBE9',
  paused: '#6A48C0',
  'paused-tint': '#F0EBFB',
  'rolling-back': '#A12C7C',
  'rolling-back-tint': '#FAE9F4',
  neutral: '#5C6775',
  'neutral-tint': '#EEF0F3',
};

export type Token = keyof typeof light;

const dark: Record<Token, string> = {
  page: '#0E1319',
  surface: '#151B23',
  sunken: '#0B0F14',
  line: '#2A333F',
  control: '#6B7787',
  text: '#E4E9EF',
  'text-2': '#B0BAC6',
  'text-3': '#8E9AA8',
  'on-ink': '#0E1319',
  selected: '#1F2A38',
  running: '#6BB0FF',
  'running-tint': '#14283F',
  completed: '#4CC38A',
  'completed-tint': '#122B20',
  waiting: '#F0B54A',
  'waiting-tint': '#33270F',
  'waiting-edge': '#F0B54A',
  failed: '#FF7B72',
  'failed-tint': '#3A1A1B',
  paused: '#B49CFF',
  'paused-tint': '#261F40',
  'rolling-back': '#F08CCB',
  'rolling-back-tint': '#381A2F',
  neutral: '#98A4B3',
  'neutral-tint': '#1E2630',
};

export const tokens: Record<Mode, Record<Token, string>> = { light, dark };

export const applyTokens = (mode: Mode): void => {
  const { style, dataset } = document.documentElement;
  for (const [name, colour] of Object.entries(tokens[mode])) style.setProperty(`--${name}`, colour);
  style.colorScheme = mode;
  dataset.theme = mode;
};
