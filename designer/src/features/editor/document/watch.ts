import { useEffect } from 'react';
import { api } from '@/api/client';
import { isUnsaved, useEditor } from '../store';
import { newId } from './load';
import { forgetUnsaved, keepUnsaved } from './unsaved';

const typingPause = 300;

/** Asks the server what is wrong, shortly after each change; an answer that a newer change has overtaken is dropped. */
export const useValidation = (): void => {
  const definition = useEditor((state) => state.definition);
  const isOpen = useEditor((state) => state.id !== '');
  useEffect(() => {
    if (!isOpen) return;
    if (Object.keys(definition.steps ?? {}).length === 0) {
      useEditor.setState({ problems: [] });
      return;
    }
    const overtaken = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const { problems } = await api.post('/api/v1/workflows/validate', { body: definition as never, signal: overtaken.signal });
        // A name is asked for when it is saved; until then it is no mistake that there is none.
        const isNamed = definition.id !== '' || useEditor.getState().id !== newId;
        const told = isNamed ? problems : problems.filter(({ path }) => path !== '/id');
        if (!overtaken.signal.aborted) useEditor.setState({ problems: told });
      } catch {
        // The problems of before stay. Saving says what is wrong with the server.
      }
    }, typingPause);
    return () => {
      clearTimeout(timer);
      overtaken.abort();
    };
  }, [definition, isOpen]);
};

/** Keeps unsaved work in this browser, and asks before the tab is closed on what could not be kept. */
export const useUnsavedWork = (): void => {
  useEffect(() => {
    let isKept = true;
    const keep = (): void => {
      const state = useEditor.getState();
      if (state.id === '' || state.isReadOnly) return;
      if (isUnsaved(state))
        isKept = keepUnsaved(state.id, { definition: state.definition, etag: state.etag, at: new Date().toISOString() });
      else forgetUnsaved(state.id);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = useEditor.subscribe((now, before) => {
      if (now.id !== before.id || (now.definition === before.definition && now.saved === before.saved)) return;
      clearTimeout(timer);
      timer = setTimeout(keep, typingPause);
    });
    const ask = (event: BeforeUnloadEvent): void => {
      keep();
      if (!isKept) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      stop();
      clearTimeout(timer);
      keep();
      window.removeEventListener('beforeunload', ask);
    };
  }, []);
};
