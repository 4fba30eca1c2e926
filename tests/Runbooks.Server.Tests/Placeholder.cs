namespace Runbooks.Server.Tests;
