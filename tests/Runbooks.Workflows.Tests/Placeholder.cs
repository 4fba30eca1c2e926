namespace Runbooks.Workflows.Tests;
