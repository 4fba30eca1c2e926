import { appended } from '@/json/pointer';

/** Where a step stands in the document: `loop/tell` is `/steps/loop/steps/tell`. */
export const stepPointer = (path: string): string =>
  path === '' ? '' : path.split('/').reduce((pointer, id) => appended(pointer, 'steps', id), '');
