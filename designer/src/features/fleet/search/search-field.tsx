import { useQuery } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '@/api/queries';
import { isSelector, type Tab } from '../address';
import { Coloured } from './coloured';
import { type Completion, complete } from './complete';
import { isWhole } from './tokens';
import './search.css';
import { useMessages } from '@/problem/messages/use-messages';

const patience = 450;

/** One field for selectors and words. What is typed is searched for after a pause, once it is whole, or at once with Enter. */
export const SearchField = (props: {
  tab: Tab;
  value: string;
  error?: { message: string; position: number };
  onSearch: (text: string) => void;
}) => {
  const { tab, value, error, onSearch } = props;
  const read = useMessages();
  const { t } = useTranslation('fleet');
  const words = useQuery({ ...apiQuery('/api/v1/fleet/vocabulary', {}), staleTime: 60_000 }).data;
  const [text, setText] = useState(value);
  const [completion, setCompletion] = useState<Completion>();
  const [chosen, setChosen] = useState(-1);
  const [scrolled, setScrolled] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  const id = useId();
  useSlash(input);

  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === sent.current || !isWhole(text)) return;
    const timer = setTimeout(() => {
      sent.current = text;
      onSearch(text);
    }, patience);
    return () => clearTimeout(timer);
  }, [text, onSearch]);

  const offer = (now: string, caret: number, asked: boolean): void => {
    const fits = asked || now.slice(0, caret).trim() !== '';
    setCompletion(fits ? complete(now, caret, tab, words) : undefined);
    setChosen(-1);
  };
  const take = (index: number): void => {
    const option = completion?.options[index];
    if (!completion || !option) return;
    const now = text.slice(0, completion.from) + option.insert + text.slice(completion.to);
    const caret = completion.from + option.insert.length;
    setText(now);
    offer(now, caret, true);
    requestAnimationFrame(() => input.current?.setSelectionRange(caret, caret));
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    const count = completion?.options.length ?? 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count > 0) setChosen((index) => (index + step + count + (index < 0 && step < 0 ? 1 : 0)) % count);
    else if (event.key === 'ArrowDown' || (event.key === ' ' && event.ctrlKey)) offer(text, event.currentTarget.selectionStart ?? 0, true);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) take(chosen);
    else if (event.key === 'Enter') {
      sent.current = text;
      setCompletion(undefined);
      onSearch(text);
    } else if (event.key === 'Escape' && completion) setCompletion(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const isWhere = isSelector(text);
  const wrong = error && text === value ? error : undefined;
  return (
    <div className="fleet-search">
      <div className={wrong ? 'search-box search-wrong' : 'search-box'}>
        <Search size={14} aria-hidden />
        <div className="search-text">
          <Coloured text={text} isSelector={isWhere} wrongAt={wrong?.position} scrolled={scrolled} />
          <input
            ref={input}
            type="text"
            role="combobox"
            aria-label={t('search.label')}
            aria-expanded={completion !== undefined}
            aria-controls={`${id}-options`}
            aria-autocomplete="list"
            aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
            aria-invalid={wrong !== undefined}
            aria-describedby={wrong ? `${id}-wrong` : undefined}
            placeholder={t('search.placeholder')}
            autoComplete="off"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              offer(event.target.value, event.target.selectionStart ?? 0, false);
            }}
            onKeyDown={onKey}
            onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
            onBlur={() => setCompletion(undefined)}
          />
        </div>
        {text !== '' && (
          <button type="button" className="search-clear" aria-label={t('search.clear')} onClick={() => setText('')}>
            <X size={14} aria-hidden />
          </button>
        )}
        <kbd>/</kbd>
      </div>
      {completion && <Options id={id} completion={completion} chosen={chosen} onTake={take} />}
      {wrong && (
        <p className="search-error" id={`${id}-wrong`} role="alert">
          {t('search.wrong', { position: wrong.position + 1, message: read(wrong.message) })}
        </p>
      )}
    </div>
  );
};

const Options = (props: { id: string; completion: Completion; chosen: number; onTake: (index: number) => void }) => {
  const { t } = useTranslation('fleet');
  const { id, completion, chosen, onTake } = props;
  return (
    <div id={`${id}-options`} role="listbox" aria-label={t('search.options')} className="search-options">
      {completion.options.map((option, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field has the keys and tells which option is active.
        <div
          key={option.label}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          className="search-option"
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(index);
          }}
        >
          <code>{option.label}</code>
          <span>{t(`search.kind.${option.kind}`)}</span>
        </div>
      ))}
    </div>
  );
};

/** `/` goes to the field from anywhere on the page. */
const useSlash = (input: { current: HTMLInputElement | null }): void => {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const isField = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key !== '/' || isField || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [input]);
};
