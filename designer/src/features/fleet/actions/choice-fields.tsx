import { useTranslation } from 'react-i18next';
import type { Choices } from './actions';

/** What an action leaves to the user. */
export const ChoiceFields = (props: { asks: readonly (keyof Choices)[]; choices: Choices; onChange: (choices: Choices) => void }) => {
  const { asks, choices, onChange } = props;
  const { t } = useTranslation('fleet');
  return (
    <>
      {asks.includes('mode') && (
        <fieldset className="action-modes">
          <legend>{t('action.mode')}</legend>
          {(['graceful', 'hard'] as const).map((mode) => (
            <label key={mode}>
              <input type="radio" name="mode" checked={choices.mode === mode} onChange={() => onChange({ ...choices, mode })} />
              <span>
                <strong>{t(`action.modes.${mode}`)}</strong> {t(`action.modes.${mode}Means`)}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {asks.includes('force') && choices.mode === 'graceful' && (
        <label className="action-check">
          <input type="checkbox" checked={choices.force} onChange={(event) => onChange({ ...choices, force: event.target.checked })} />
          <span>{t('action.force')}</span>
        </label>
      )}
      {asks.includes('snapshot') && (
        <label className="action-field">
          <span>{t('action.snapshot')}</span>
          <input
            type="text"
            maxLength={80}
            required
            value={choices.snapshot}
            onChange={(event) => onChange({ ...choices, snapshot: event.target.value })}
          />
        </label>
      )}
    </>
  );
};
