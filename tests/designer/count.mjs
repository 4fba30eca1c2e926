// Prints how many tests a JSON report of vitest or Playwright has passed, failed and skipped.
import { readFileSync } from 'node:fs';

const { stats, ...vitest } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const counts = stats
  ? [stats.expected + stats.flaky, stats.unexpected, stats.skipped]
  : [
      vitest.numPassedTests,
      vitest.numFailedTests + (vitest.numFailedTestSuites > 0 && vitest.numFailedTests === 0 ? 1 : 0),
      vitest.numPendingTests,
    ];
// A report of nothing is a failure.
console.log((counts[0] + counts[1] === 0 ? [0, 1, counts[2]] : counts).join(' '));
