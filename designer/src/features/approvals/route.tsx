import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'approvals', lazy: () => import('./page') };
