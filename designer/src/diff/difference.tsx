import { useTranslation } from 'react-i18next';
import { isObject } from '@/json/pointer';
import { type Change, changesOf, fieldName, grouped, type Subject, shown, subjectOf, transitionText } from './changes';
import './diff.css';

/** @property clashes The paths that somebody else has changed too. */
type Props = { before: unknown; after: unknown; none?: string; clashes?: ReadonlySet<string> };

/** What differs between two definitions, in words: by step, then of the workflow itself. */
export const Difference = ({ before, after, none, clashes }: Props) => {
  const { t } = useTranslation('diff');
  const groups = grouped(changesOf(before, after));
  if (groups.length === 0) return <p className="diff-none">{none ?? t('none')}</p>;
  const nameOf = (step: string) => stepName(after, step) ?? stepName(before, step);
  return (
    <ul className="diff">
      {groups.map(({ key, subject, changes }) => (
        <li key={key}>
          <h3>
            <Title subject={subject} name={subject.of === 'step' ? nameOf(subject.step) : undefined} />
          </h3>
          <ul>
            {changes.map((change) => (
              <Line
                key={`${change.path} ${change.kind} ${shown(change.before)} ${shown(change.after)}`}
                change={change}
                isClash={clashes?.has(change.path) ?? false}
              />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
};

const Title = ({ subject, name }: { subject: Subject; name: string | undefined }) => {
  const { t } = useTranslation('diff');
  switch (subject.of) {
    case 'step':
      return (
        <>
          {t('step')} {name ? `${name} ` : ''}
          <code>{subject.step}</code>
        </>
      );
    case 'transition':
      return subject.container === '' ? t('transitions') : t('transitionsIn', { container: subject.container });
    case 'input':
    case 'output':
      return (
        <>
          {t(subject.of)} <code>{subject.name}</code>
        </>
      );
    default:
      return t(subject.of);
  }
};

const signs = { added: '+', removed: '−', changed: '~' };

const Line = ({ change, isClash }: { change: Change; isClash: boolean }) => {
  const { t } = useTranslation('diff');
  const subject = subjectOf(change.path);
  const isTransition = subject.of === 'transition';
  const field = 'field' in subject ? fieldName(subject.field, (name) => t(`field.${name}` as 'field.name', { defaultValue: name })) : '';
  const text = (value: unknown) => (isTransition ? transitionText(value) : whole(value, subject));
  return (
    <li className={`diff-${change.kind}`}>
      <span className="diff-sign" aria-hidden="true">
        {signs[change.kind]}
      </span>
      <span className="only-spoken">{t(change.kind)}</span>
      <span className="diff-text">
        {field && <span className="diff-field">{field} </span>}
        {change.before !== undefined && <del>{text(change.before)}</del>}
        {change.before !== undefined && change.after !== undefined && <span aria-hidden="true"> → </span>}
        {change.after !== undefined && <ins>{text(change.after)}</ins>}
        {isClash && <span className="diff-both">{t('both')}</span>}
      </span>
    </li>
  );
};

/** Of a whole step that came or went, its activity says enough. */
const whole = (value: unknown, subject: Subject): string =>
  subject.of === 'step' && subject.field.length === 0 && isObject(value) ? String(value.activity ?? '') : shown(value);

const stepName = (definition: unknown, path: string): string | undefined => {
  let here: unknown = definition;
  for (const id of path.split('/')) {
    const steps = isObject(here) ? here.steps : undefined;
    here = isObject(steps) ? steps[id] : undefined;
  }
  return isObject(here) && typeof here.name === 'string' ? here.name : undefined;
};
