import { useEffect } from 'react';
import { copied, cut, pasteText } from '../copying';
import { useEditor } from '../store';
import { useUi } from '../ui';
import { isField } from './whose-key';

/** Steps on the browser's clipboard. What is copied or pasted in a field is the field's. */
export const useClipboard = (): void => {
  useEffect(() => {
    const isElsewhere = (event: ClipboardEvent): boolean =>
      isField(event.target) || (event.type !== 'paste' && (getSelection()?.toString() ?? '') !== '') || useUi.getState().dialog !== null;
    const give = (event: ClipboardEvent): void => {
      if (isElsewhere(event)) return;
      const text = event.type === 'cut' && !useEditor.getState().isReadOnly ? cut() : copied();
      if (text === undefined) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    const take = (event: ClipboardEvent): void => {
      if (isElsewhere(event) || useEditor.getState().isReadOnly) return;
      if (pasteText(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
    };
    document.addEventListener('copy', give);
    document.addEventListener('cut', give);
    document.addEventListener('paste', take);
    return () => {
      document.removeEventListener('copy', give);
      document.removeEventListener('cut', give);
      document.removeEventListener('paste', take);
    };
  }, []);
};
