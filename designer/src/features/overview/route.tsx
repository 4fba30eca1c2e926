import type { RouteObject } from 'react-router';

export const route: RouteObject = { index: true, lazy: () => import('./page') };
