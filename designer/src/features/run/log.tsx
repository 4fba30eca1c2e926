import { Button, Input, Select } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLineWords } from './line-words';
import type { Looking } from './use-looking';
import type { RunData } from './view/data';
import { filterLines, type Line, linesOf } from './view/lines';

/** More lines than this are not laid out at once; the search is over all. */
const shownAtOnce = 3_000;

type Props = { data: RunData; looking: Looking; nameOf: (path: string) => string; small?: boolean };

/** What the steps did and wrote, by time, until the moment that is looked at. */
export const Log = ({ data, looking, nameOf, small = false }: Props) => {
  const { t } = useTranslation('run');
  const [text, setText] = useState('');
  const [follows, setFollows] = useState(true);
  const { view, at, step, target } = looking;
  const names = useMemo(
    () => new Map([...view.steps.values()].flatMap(({ units }) => [...units.values()].map(({ id, name }) => [id, name] as const))),
    [view],
  );
  const lines = useMemo(() => {
    const until = view.at ?? '';
    return at === null
      ? linesOf(data.entries, data.log, names)
      : linesOf(
          data.entries.slice(0, at),
          data.log.filter((line) => line.at <= until),
          names,
        );
  }, [data, names, at, view.at]);
  const said = useLineWords();
  const found = filterLines(lines, { path: step, target: target ? (names.get(target) ?? target) : null, text }, said);
  const shown = found.slice(-shownAtOnce);
  return (
    <div className={small ? 'log log-small' : 'log'}>
      {!small && (
        <div className="targets-head">
          <Select
            aria-label={t('table.step')}
            value={step ?? ''}
            options={[{ value: '', label: t('log.all') }, ...[...view.steps.keys()].map((path) => ({ value: path, label: nameOf(path) }))]}
            onChange={(path) => looking.look({ step: path || null, target: null })}
            popupMatchSelectWidth={false}
          />
          <Input
            className="targets-find"
            allowClear
            aria-label={t('log.find')}
            placeholder={t('log.find')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button aria-pressed={follows} type={follows ? 'primary' : 'default'} onClick={() => setFollows(!follows)}>
            {t('log.follow')}
          </Button>
        </div>
      )}
      {found.length > shown.length && <p className="quiet log-note">{t('log.cut', { count: found.length - shown.length })}</p>}
      {found.length === 0 && <p className="quiet log-note">{t(lines.length === 0 ? 'log.empty' : 'log.noMatch')}</p>}
      <Lines lines={shown} follows={follows} said={said} showsPath={step === null} nameOf={nameOf} showsTarget={target === null} />
    </div>
  );
};

type LinesProps = {
  lines: readonly Line[];
  follows: boolean;
  said: (line: Line) => string;
  showsPath: boolean;
  showsTarget: boolean;
  nameOf: (path: string) => string;
};

const Lines = ({ lines, follows, said, showsPath, showsTarget, nameOf }: LinesProps) => {
  const { t } = useTranslation('run');
  const format = useFormat();
  const list = useRef<HTMLOListElement>(null);
  const last = lines.at(-1)?.key;
  useEffect(() => {
    if (follows && last && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [follows, last]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <ol className="log-lines" ref={list} aria-label={t('log.title')} tabIndex={0}>
      {lines.map((line) => (
        <li key={line.key} data-tone={line.tone}>
          <time dateTime={line.at} title={format.utc(line.at)}>
            {format.time(line.at)}
          </time>{' '}
          {showsPath && line.path !== '' && <span className="log-step">{nameOf(line.path)} </span>}
          {showsTarget && line.target && <strong>{line.target} </strong>}
          {said(line)}
        </li>
      ))}
    </ol>
  );
};
