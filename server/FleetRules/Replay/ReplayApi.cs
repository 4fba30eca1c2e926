using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Http;

namespace Runbooks.Server.FleetRules.Replay;

internal static class ReplayApi
{
    public static void MapFleetRules(this IEndpointRouteBuilder api) => api.MapPost("/triggers/replay", ReplayAsync).WithTags("Triggers").Requires(Permission.Plan)
        .WithSummary("Tells what a fleet rule would have fired over the samples that are kept, and how often with up to five other thresholds. The inventory is that of now; which runs had objects in hand is not asked.");

    private static async Task<Results<Ok<ReplayAnswer>, Problem>> ReplayAsync(ReplayQuestion question, Replayer replayer, CancellationToken cancellation)
    {
        var (answer, problem) = await replayer.AnswerAsync(question, cancellation);
        return answer is not null ? TypedResults.Ok(answer) : problem!;
    }
}

/// <param name="Rule">The members of a trigger of type fleet-rule: <c>on, where, condition, for, clear, match, flapping</c>.</param>
/// <param name="From">The first look; a fortnight before the end unless given.</param>
/// <param name="To">The last; now unless given.</param>
/// <param name="Thresholds">Up to five other numbers in place of the one that the condition compares a metric with.</param>
/// <param name="Limit">How many firings are shown, the newest; 200 unless given.</param>
internal sealed record ReplayQuestion(
    JsonElement Rule, DateTimeOffset? From = null, DateTimeOffset? To = null, IReadOnlyList<double>? Thresholds = null, int? Limit = null);

/// <param name="From">The first look there was: no earlier than what is kept.</param>
/// <param name="Step">Between two looks. Further back samples are kept for whole periods only.</param>
/// <param name="Watched">How many objects the rule looks at.</param>
/// <param name="Unknown">The share of looks of which nothing was known.</param>
/// <param name="Firings">The newest first.</param>
/// <param name="Thresholds">The counts with other thresholds, in the order asked.</param>
internal sealed record ReplayAnswer(
    DateTimeOffset From,
    DateTimeOffset To,
    TimeSpan Step,
    int Watched,
    double Unknown,
    ReplayCounts Counts,
    IReadOnlyList<ReplayDay> PerDay,
    double? Threshold,
    IReadOnlyList<ReplayThreshold> Thresholds,
    IReadOnlyList<ReplayFiring> Firings);

/// <param name="Fired">So often the rule's action would have been carried out.</param>
/// <param name="Paged">So many firings were part of a storm, in which nothing starts.</param>
/// <param name="Held">So many were held because they came and went.</param>
internal sealed record ReplayCounts(int Fired, int Paged, int Held);

/// <param name="Day">In UTC.</param>
internal sealed record ReplayDay(DateOnly Day, int Fired, int Paged, int Held);

internal sealed record ReplayThreshold(double Threshold, ReplayCounts Counts);

/// <param name="Outcome">fired, paged or held.</param>
/// <param name="Together">Of a storm: how many of the cluster fired together.</param>
/// <param name="Comparisons">What was measured then; left out where there are very many.</param>
internal sealed record ReplayFiring(
    DateTimeOffset At,
    DateTimeOffset Episode,
    DateTimeOffset? EndedAt,
    string Outcome,
    int? Together,
    IReadOnlyList<ReplayObject> Objects,
    int ObjectCount,
    IReadOnlyList<Watching.ComparisonExplanation>? Comparisons);

internal sealed record ReplayObject(string Id, string Name, string? Cluster);
