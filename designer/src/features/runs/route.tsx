import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'runs', lazy: () => import('./page') };
