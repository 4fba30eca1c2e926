using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Runbooks.Server.Http;

namespace Runbooks.Server.Observability;

/// <summary>Whether the process lives, and whether it can accept runs. A slice adds what it needs for that with
/// <c>AddHealthChecks().AddCheck</c>.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", Options(_ => false)).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", Options(_ => true)).AllowAnonymous();
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> chosen) => new()
    {
        Predicate = chosen,
        ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(Answer.Of(report), ApiJson.Options, context.RequestAborted),
    };

    private sealed record Answer(string Status, IReadOnlyList<Problem> Problems)
    {
        public static Answer Of(HealthReport report) => new(
            report.Status == HealthStatus.Healthy ? "ok" : "unavailable",
            [.. report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => new Problem(entry.Key, entry.Value.Description))]);
    }

    // No texts of exceptions: these answers need no sign-in.
    private sealed record Problem(string Check, string? Message);
}
