import { createBrowserRouter, Navigate } from 'react-router';
import { route as alerts } from '@/features/alerts/route';
import { route as approvals } from '@/features/approvals/route';
import { route as audit } from '@/features/audit/route';
import { route as channels } from '@/features/channels/route';
import { route as connections } from '@/features/connections/route';
import { route as editor } from '@/features/editor/route';
import { route as fleet } from '@/features/fleet/route';
import { route as keys } from '@/features/keys/route';
import { route as overview } from '@/features/overview/route';
import { route as rules } from '@/features/rules/route';
import { route as run } from '@/features/run/route';
import { route as runs } from '@/features/runs/route';
import { route as schedules } from '@/features/schedules/route';
import { route as secrets } from '@/features/secrets/route';
import { route as signIn } from '@/features/sign-in/route';
import { route as sources } from '@/features/sources/route';
import { route as workflows } from '@/features/workflows/route';
import { PageCrash } from './shell/page-crash';
import { PageMissing } from './shell/page-missing';
import { PartTabs } from './shell/part-tabs';
import { Shell } from './shell/shell';

/** Each page is loaded when it is first opened; its route file is all that the first load has of it. */
export const makeRouter = () =>
  createBrowserRouter([
    { ...signIn, errorElement: <PageCrash /> },
    {
      element: <Shell />,
      errorElement: <PageCrash />,
      children: [
        {
          errorElement: <PageCrash />,
          children: [
            overview,
            fleet,
            workflows,
            editor,
            runs,
            run,
            approvals,
            {
              path: 'triggers',
              element: <PartTabs of="triggers" />,
              children: [{ index: true, element: <Navigate to="alerts" replace /> }, alerts, schedules, rules, sources],
            },
            {
              path: 'settings',
              element: <PartTabs of="settings" />,
              children: [{ index: true, element: <Navigate to="connections" replace /> }, connections, channels, secrets, keys, audit],
            },
            { path: '*', element: <PageMissing /> },
          ],
        },
      ],
    },
  ]);
