import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Code } from '@/code/code';
import type { CodeMark } from '@/code/code-props';
import { useSettled } from '@/schema-form/use-settled';
import { useEditor } from '../../store';
import { stepPointer } from '../pointers';
import { draftText, keepText } from './draft-text';
import { yamlCompletion, yamlHover } from './yaml-completion';
import { linesOf, readYaml, type YamlError } from './yaml-text';
import '../panels.css';

/** The definition as text. Either side edits the other; while the text cannot be read, the drawing stays as it was. */
export const YamlPane = () => {
  const { t } = useTranslation('editor/panels');
  const { definition, activities, problems, selection, isReadOnly, replaceDefinition } = useEditor();
  const [text, setText] = useState(() => draftText(definition));
  const [errors, setErrors] = useState<readonly YamlError[]>([]);
  // The definition that the text says: another one came from the drawing, or from undo.
  const said = useRef(definition);
  const isBehind = errors.length > 0 && said.current !== definition;

  useEffect(() => {
    if (said.current === definition || errors.length > 0) return;
    said.current = definition;
    const now = draftText(definition);
    keepText(now);
    setText(now);
  }, [definition, errors]);

  const change = (now: string) => {
    setText(now);
    const reading = readYaml(now);
    setErrors(reading.errors ?? []);
    if (reading.definition === undefined) return;
    keepText(now);
    replaceDefinition(reading.definition, 'yaml');
    said.current = useEditor.getState().definition;
  };
  const giveUp = () => {
    said.current = definition;
    setErrors([]);
    setText(draftText(definition));
  };

  const settled = useSettled(text, 200);
  const lineOf = useMemo(() => linesOf(settled), [settled]);
  const marks: CodeMark[] = useMemo(
    () =>
      errors.length > 0
        ? errors.map(({ line, column, message }) => ({ line, column, message, severity: 'error' }))
        : problems.flatMap(({ path, severity, message }) => {
            const line = lineOf(path);
            return line === undefined ? [] : [{ line, severity, message }];
          }),
    [errors, problems, lineOf],
  );
  const [first] = selection;
  const [reveal, setReveal] = useState<{ line: number }>();
  const latest = useRef(lineOf);
  latest.current = lineOf;
  // Only another selection leads elsewhere: typing must not.
  useEffect(() => {
    const line = first === undefined ? undefined : latest.current(stepPointer(first));
    if (line !== undefined) setReveal({ line });
  }, [first]);
  const complete = useMemo(() => yamlCompletion(activities), [activities]);
  const hover = useMemo(() => yamlHover(activities), [activities]);
  const [wrong] = errors;
  return (
    <section className="yaml-pane" aria-label={t('yaml.title')}>
      {wrong && (
        <div className="yaml-wrong" role="alert">
          <p>
            {t('yaml.line', { line: wrong.line, column: wrong.column })}{' '}
            {wrong.shape ? t(`yaml.shape.${wrong.shape}`, { name: wrong.message }) : wrong.message}
          </p>
          <p className="pane-quiet">{t(isBehind ? 'yaml.behind' : 'yaml.stays')}</p>
          <button type="button" className="pane-button" onClick={giveUp}>
            {t('yaml.giveUp')}
          </button>
        </div>
      )}
      <Code
        label={t('yaml.title')}
        language="yaml"
        lines="fill"
        value={text}
        {...(isReadOnly ? {} : { onChange: change })}
        marks={marks}
        reveal={reveal}
        complete={complete}
        hover={hover}
      />
    </section>
  );
};
