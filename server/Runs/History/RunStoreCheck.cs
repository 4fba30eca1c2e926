using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Runbooks.Server.Runs.History;

/// <summary>Runs can be accepted while their store answers.</summary>
internal sealed class RunStoreCheck(IRunStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.ListAsync(new RunQuery(Limit: 1));
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The history of runs does not answer.", error);
        }
    }
}
