import { useTranslation } from 'react-i18next';
import { ActivityIcon } from '@/canvas/icons';
import { useNames } from '@/canvas/names';
import { allSteps, bodyAt, idOf, parentOf, pathOf, stepAt } from '@/canvas/paths';
import { EffectMark } from '@/marks/effect-mark';
import { add, exitsOf } from '../commands';
import { connect, mayConnect } from '../edits';
import { useEditor } from '../store';
import { type Picking, pick, useUi } from '../ui';
import { type Choice, PickList } from './pick-list';
import { usePaletteEntries } from './use-palette';

/** The list that is open now, if any. */
export const Pickers = () => {
  const picking = useUi((state) => state.picking);
  if (picking?.kind === 'add') return <AddPicker {...picking} />;
  if (picking?.kind === 'find') return <FindPicker />;
  return picking?.kind === 'connect' ? <ConnectPicker key={picking.from} from={picking.from} /> : null;
};

const close = (): void => pick(null);

const AddPicker = ({ at, place, after, on }: Extract<Picking, { kind: 'add' }>) => {
  const { t } = useTranslation('editor');
  const entries = usePaletteEntries();
  const names = useNames();
  // What nothing can follow does not come between two steps.
  const fitting = on ? entries.filter(({ activity }) => activity.outcomes.length > 0) : entries;
  const choices = fitting.map(
    ({ activity, title, texts }): Choice => ({
      key: activity.name,
      texts,
      row: (
        <>
          <ActivityIcon name={activity.name} group={activity.group} />
          <span>{title}</span>
          <span className="pick-note">{activity.name}</span>
          {activity.effect !== 'read' && <EffectMark effect={activity.effect} bare />}
        </>
      ),
    }),
  );
  const title = on
    ? t('pick.addOn', { from: on.from, to: on.to })
    : after
      ? t('pick.addAfter', { step: idOf(after.path), outcome: names.outcome(after.outcome) })
      : t('pick.add');
  return (
    <PickList
      title={title}
      placeholder={title}
      choices={choices}
      at={at}
      onPick={(activity) => {
        close();
        add(activity, { place, after, on });
      }}
      onClose={close}
    />
  );
};

const useStepRow = () => {
  const names = useNames();
  const activities = useEditor((state) => state.activities);
  const definition = useEditor((state) => state.definition);
  return (path: string) => {
    const step = stepAt(definition, path);
    const activity = step && activities[step.activity];
    const title = names.step(path, step, activity);
    const row = (
      <>
        <ActivityIcon name={step?.activity ?? ''} group={activity?.group} />
        <span>{title}</span>
        <span className="pick-note">{path}</span>
      </>
    );
    return { title, row, texts: [title, path, step?.activity ?? '', step?.description ?? ''] };
  };
};

const FindPicker = () => {
  const { t } = useTranslation('editor');
  const definition = useEditor((state) => state.definition);
  const rowOf = useStepRow();
  const choices = allSteps(definition).map(([path]): Choice => ({ key: path, ...rowOf(path) }));
  return (
    <PickList
      title={t('pick.find')}
      placeholder={t('pick.find')}
      choices={choices}
      onPick={(path) => {
        close();
        goTo(path);
      }}
      onClose={close}
    />
  );
};

/** Shows a step wherever it is: on the canvas if it is drawn there, else in its container. */
const goTo = (path: string): void => {
  const { scope, stepInto, select } = useEditor.getState();
  if (scope !== '' && !path.startsWith(`${scope}/`)) stepInto(parentOf(path));
  select([path]);
  useUi.setState({ shown: { path } });
};

/** By keys alone: which outcome leads to which step, in one list. */
const ConnectPicker = ({ from }: { from: string }) => {
  const { t } = useTranslation('editor');
  const names = useNames();
  const rowOf = useStepRow();
  const { definition, apply, activities } = useEditor.getState();
  const container = parentOf(from);
  const body = bodyAt(definition, container) ?? {};
  const targets = Object.keys(body.steps ?? {}).filter((id) => mayConnect(body, idOf(from), id));
  const choices = exitsOf(from).flatMap((outcome) =>
    targets.map((id): Choice => {
      const { row, texts } = rowOf(pathOf(container, id));
      const name = names.outcome(outcome);
      return {
        key: `${outcome}>${id}`,
        texts: [...texts, name, outcome, `${name} ${texts[0]}`],
        row: [<b key="outcome">{name}</b>, '→', row].map((part, index) => (
          <span key={String(index)} className="pick-part">
            {part}
          </span>
        )),
      };
    }),
  );
  return (
    <PickList
      title={t('pick.connect', { step: rowOf(from).title })}
      placeholder={t('pick.connectHint')}
      choices={choices}
      onPick={(key) => {
        const cut = key.lastIndexOf('>');
        close();
        apply(connect(container, { from: idOf(from), outcome: key.slice(0, cut), to: key.slice(cut + 1) }, activities));
      }}
      onClose={close}
    />
  );
};
