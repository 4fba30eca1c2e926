import { lazy, Suspense } from 'react';
import type { JsonObject } from '@/json/pointer';

const Lazy = lazy(() => import('./start-dialog'));

/** The dialog that starts a workflow; the form is loaded when it is opened. */
export const StartRun = (props: { workflow: string; onClose: () => void; inputs?: JsonObject }) => (
  <Suspense fallback={null}>
    <Lazy {...props} />
  </Suspense>
);
