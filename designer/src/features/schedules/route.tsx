import type { RouteObject } from 'react-router';

export const route: RouteObject = { path: 'schedules', lazy: () => import('./page') };
