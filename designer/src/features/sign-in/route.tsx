import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'signed-out', lazy: () => import('./page') };
