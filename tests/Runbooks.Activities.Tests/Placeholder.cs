namespace Runbooks.Activities.Tests;
