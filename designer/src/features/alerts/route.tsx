import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'alerts', lazy: () => import('./page') };
