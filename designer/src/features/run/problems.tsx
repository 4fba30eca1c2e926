import { Button } from 'antd';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ProblemCard } from '@/problem/problem-card';
import type { Failures } from './use-failures';

/** One failure at a time, with the platform's own text and the next step. */
export const Problems = ({ failures, handled }: { failures: Failures; handled: boolean }) => {
  const { t } = useTranslation('run');
  const { all, index, shown, trouble, copied } = failures;
  if (!shown || !trouble) return null;
  return (
    <div className="problems">
      <div className="problems-head">
        <span>{t('problem.position', { index: index + 1, count: all.length })}</span>
        {handled && <span className="quiet">{t('problem.handled')}</span>}
        <span className="problems-nav" role="status">
          {copied && t('problem.copied')}
        </span>
        {all.length > 1 && (
          <>
            <Button size="small" type="text" icon={<ChevronLeft size={14} />} aria-label={t('problem.before')} onClick={failures.before} />
            <Button
              size="small"
              type="text"
              icon={<ChevronRight size={14} />}
              aria-label={t('problem.after')}
              title={t('problem.after')}
              onClick={failures.next}
            />
          </>
        )}
      </div>
      <ProblemCard key={shown.key} trouble={trouble} />
    </div>
  );
};
