import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { apiQuery } from '@/api/queries';
import { useSaid } from '@/shipped/use-said';
import { railPlaces } from './places';

type Hit = { to: string; title: string; kind: string };

/** One field over the pages and the workflows; it opens what is chosen. */
export const Palette = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const hits = useHits(text);
  useEffect(() => dialog.current?.showModal(), []);
  const go = (hit: Hit | undefined): void => {
    if (!hit) return;
    navigate(hit.to);
    onClose();
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((index) => (index + step + hits.length) % Math.max(hits.length, 1));
    else if (event.key === 'Enter') go(hits[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; this is the click beside it.
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t('search.label')}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="palette-body">
        <label className="palette-field">
          <Search size={16} aria-hidden />
          <input
            type="text"
            role="combobox"
            aria-label={t('search.label')}
            aria-expanded={hits.length > 0}
            aria-controls="palette-hits"
            aria-activedescendant={hits[chosen] ? `palette-${chosen}` : undefined}
            placeholder={t('search.label')}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setChosen(0);
            }}
            onKeyDown={onKey}
          />
        </label>
        <div id="palette-hits" role="listbox" aria-label={t('search.hits')} className="palette-hits">
          {hits.map((hit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field has the keys and tells which option is active.
            <div
              key={hit.to}
              id={`palette-${index}`}
              role="option"
              aria-selected={index === chosen}
              className="palette-hit"
              onClick={() => go(hit)}
            >
              <span>{hit.title}</span>
              <span className="palette-kind">{hit.kind}</span>
            </div>
          ))}
        </div>
        {hits.length === 0 && <p className="palette-none">{t('search.none')}</p>}
      </div>
    </dialog>
  );
};

const useHits = (text: string): Hit[] => {
  const { t } = useTranslation();
  const said = useSaid();
  const { data } = useQuery(apiQuery('/api/v1/workflows', { query: { limit: 500 } }));
  const pages = railPlaces.map(({ to, name }) => ({ to, title: t(`place.${name}`), kind: t('search.page') }));
  const workflows = (data?.items ?? []).map(({ id, name }) => ({
    to: `/workflows/${id}`,
    title: said(name) ?? id,
    kind: t('search.workflow'),
  }));
  const wanted = text.trim().toLowerCase();
  return [...pages, ...workflows].filter((hit) => `${hit.title} ${hit.to}`.toLowerCase().includes(wanted)).slice(0, 12);
};
