import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'runs/:id', lazy: () => import('./page') };
