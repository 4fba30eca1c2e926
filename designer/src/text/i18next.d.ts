import 'i18next';
import type app from '@/app/text/en.json';
import type canvas from '@/canvas/text/en.json';
import type diff from '@/diff/text/en.json';
import type alerts from '@/features/alerts/text/en.json';
import type approvals from '@/features/approvals/text/en.json';
import type audit from '@/features/audit/text/en.json';
import type channels from '@/features/channels/text/en.json';
import type connections from '@/features/connections/text/en.json';
import type editorForms from '@/features/editor/forms/text/en.json';
import type editorPanels from '@/features/editor/panels/text/en.json';
import type editor from '@/features/editor/text/en.json';
import type fleet from '@/features/fleet/text/en.json';
import type keys from '@/features/keys/text/en.json';
import type overview from '@/features/overview/text/en.json';
import type rules from '@/features/rules/text/en.json';
import type run from '@/features/run/text/en.json';
import type runs from '@/features/runs/text/en.json';
import type schedules from '@/features/schedules/text/en.json';
import type secrets from '@/features/secrets/text/en.json';
import type signIn from '@/features/sign-in/text/en.json';
import type sources from '@/features/sources/text/en.json';
import type tour from '@/features/tour/text/en.json';
import type workflowsGallery from '@/features/workflows/gallery/text/en.json';
import type workflows from '@/features/workflows/text/en.json';
import type layout from '@/layout/text/en.json';
import type marks from '@/marks/text/en.json';
import type plan from '@/plan/text/en.json';
import type problemCodes from '@/problem/codes/text/en.json';
import type problem from '@/problem/text/en.json';
import type refusals from '@/refusals/text/en.json';
import type schemaForm from '@/schema-form/text/en.json';
import type shipped from '@/shipped/text/en.json';
import type startRun from '@/start-run/text/en.json';
import type trigger from '@/trigger/text/en.json';

// A new feature is one line here; then `useTranslation('feature')` knows its keys.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: {
      alerts: typeof alerts;
      app: typeof app;
      approvals: typeof approvals;
      audit: typeof audit;
      canvas: typeof canvas;
      channels: typeof channels;
      connections: typeof connections;
      diff: typeof diff;
      editor: typeof editor;
      'editor/forms': typeof editorForms;
      'editor/panels': typeof editorPanels;
      fleet: typeof fleet;
      keys: typeof keys;
      layout: typeof layout;
      marks: typeof marks;
      overview: typeof overview;
      plan: typeof plan;
      problem: typeof problem;
      'problem/codes': typeof problemCodes;
      refusals: typeof refusals;
      rules: typeof rules;
      run: typeof run;
      runs: typeof runs;
      schedules: typeof schedules;
      'schema-form': typeof schemaForm;
      secrets: typeof secrets;
      shipped: typeof shipped;
      'sign-in': typeof signIn;
      sources: typeof sources;
      'start-run': typeof startRun;
      tour: typeof tour;
      trigger: typeof trigger;
      workflows: typeof workflows;
      'workflows/gallery': typeof workflowsGallery;
    };
  }
}
