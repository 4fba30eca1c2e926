using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>Makes a rule of a trigger's members, or says what is wrong with them.</summary>
internal static class AlertRuleReader
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(7);

    public static IEnumerable<ProblemError> Check(AlertTriggerSettings settings)
    {
        foreach (var problem in CheckMatch(settings.Match, "/match")) yield return problem;
        if (settings.CountWithin is { } count && IsOutside(count.Within)) yield return Window("/countWithin/within");
        if (settings.Correlate is not { } correlate) yield break;
        if (settings.Match is not null) yield return new ProblemError("/match", "With 'correlate' the alerts are named there, in 'of'.");
        if (settings.CountWithin is not null) yield return new ProblemError("/countWithin", "Alerts are either counted or correlated.");
        if (correlate.Of.Count is < 2 or > 10) yield return new ProblemError("/correlate/of", "Two to ten alerts are correlated.");
        if (IsOutside(correlate.Within)) yield return Window("/correlate/within");
        foreach (var (index, match) in correlate.Of.Index())
            foreach (var problem in CheckMatch(match, $"/correlate/of/{index}")) yield return problem;
    }

    /// <param name="source">The name of the source; null for any.</param>
    public static AlertRule Read(AlertTriggerSettings settings, string? source, JsonElement inputs, DateTimeOffset since) => new(
        source,
        settings.Correlate is { } correlate ? [.. correlate.Of.Select(Match)] : [Match(settings.Match)],
        settings.GroupBy is { } labels ? [.. labels] : null,
        settings.For ?? TimeSpan.Zero,
        settings.OnceWithin,
        settings.CountWithin is { } count ? new CountRule(count.Count, count.Within) : null,
        settings.Correlate is { } of ? new CorrelationRule(of.Mode, of.Within) : null,
        settings.Target == TargetRule.Required || settings.Target == TargetRule.Auto && UsesTarget(inputs),
        settings.SelfInflicted == SelfInflictedRule.Start,
        settings.Mass == MassRule.Start,
        settings.MaxPerHour,
        since);

    /// <summary>The name of the source that the trigger is about.</summary>
    public static string? SourceOf(AlertTriggerSettings settings) => settings.Source switch
    {
        { ValueKind: JsonValueKind.String } name => name.GetString(),
        { ValueKind: JsonValueKind.Object } made when made.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String => name.GetString(),
        _ => null,
    };

    public static AlertRule Read(Trigger trigger)
    {
        var settings = trigger.Read<AlertTriggerSettings>();
        return Read(settings, SourceOf(settings), trigger.Inputs, trigger.UpdatedAt);
    }

    private static bool UsesTarget(JsonElement inputs)
    {
        try
        {
            return Template.ReferencesOf(inputs).Any(reads => reads.Names.Contains("target"));
        }
        catch (ExpressionException)
        {
            // It was saved by a release that could read it. Without its inputs it fires nothing that starts.
            return true;
        }
    }

    private static AlertMatch Match(AlertMatchSettings? match) => match is null
        ? AlertMatch.All
        : new AlertMatch(
            [.. Severities(match).Select(severity => severity.ToLowerInvariant())],
            match.Labels is { } labels ? labels.ToImmutableSortedDictionary(StringComparer.Ordinal) : Alert.NoLabels,
            match.Name);

    private static IEnumerable<string> Severities(AlertMatchSettings match) => match.Severity switch
    {
        { ValueKind: JsonValueKind.String } one => one.GetString()!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(severity => severity.GetString()!),
        _ => [],
    };

    private static IEnumerable<ProblemError> CheckMatch(AlertMatchSettings? match, string at)
    {
        if (match?.Severity is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) } severity
            && !(severity.ValueKind == JsonValueKind.Array && severity.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)))
            yield return new ProblemError($"{at}/severity", "A severity, or a list of them, is expected here.");
        foreach (var (label, value) in match?.Labels ?? ImmutableDictionary<string, string>.Empty)
            if (value.Length > 500) yield return new ProblemError($"{at}/labels/{label}", "At most 500 characters.");
        if (match?.Name is { Length: > 500 }) yield return new ProblemError($"{at}/name", "At most 500 characters.");
    }

    private static bool IsOutside(TimeSpan window) => window <= TimeSpan.Zero || window > LongestWindow;

    private static ProblemError Window(string at) => new(at, "The time is more than nothing and at most 7 days.");
}
