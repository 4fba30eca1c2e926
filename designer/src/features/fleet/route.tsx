import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'fleet', lazy: () => import('./page') };
