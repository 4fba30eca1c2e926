import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EffectMark } from '@/marks/effect-mark';
import { Ask } from './ask';
import type { RerunFailed } from './use-rerun-failed';

const manyTargets = 10;

/** The names of what is done again, before it is. */
export const AskRerunFailed = ({ rerun, step }: { rerun: RerunFailed; step: string }) => {
  const { t } = useTranslation('run');
  const [typed, setTyped] = useState('');
  const count = rerun.failed.length;
  const mustType = count > manyTargets || rerun.effect === 'destroy';
  return (
    <Ask
      title={t('ask.failedTitle', { count, step })}
      go={t('ask.failedGo', { count })}
      danger={rerun.effect === 'destroy'}
      blocked={mustType && typed.trim() !== String(count) ? t('ask.typeCount', { count }) : undefined}
      isPending={rerun.isPending}
      error={rerun.error}
      failed={t('ask.rerunFailed')}
      onGo={rerun.go}
      onClose={rerun.close}
    >
      <p>
        {rerun.effect && <EffectMark effect={rerun.effect} />} {t('ask.failedEffect')}
      </p>
      <ul className="ask-names">
        {rerun.failed.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
      {mustType && (
        <Input
          className="ask-count"
          inputMode="numeric"
          aria-label={t('ask.typeCount', { count })}
          placeholder={String(count)}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </Ask>
  );
};
