using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Activities;
using Runbooks.Server.Alerts.Dialects;
using Runbooks.Server.Alerts.Rules;
using Runbooks.Server.Alerts.Sources;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Alerts.Targets;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Http;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Expressions;
using Problem = Runbooks.Server.Http.Problem;

namespace Runbooks.Server.Alerts.Listing;

/// <summary>A rehearsal of a delivery: what would be read, found, matched and started.</summary>
internal static class AlertTest
{
    private const string Unsaved = "test";

    public static Results<Ok<AlertTestAnswer>, Problem> RunAsync(
        AlertTestRequest request, AlertDialects dialects, AlertSourceRegistry sources, Findings findings, TimeProvider time)
    {
        var source = request.Source is { } name ? sources.Find(name) : null;
        if (request.Source is not null && source is null) return Problem.NotFound("alert-source", request.Source);
        if ((source?.Dialect ?? dialects.Find(request.Dialect ?? "")) is not { } dialect)
            return Invalid(new ProblemError("/dialect", $"Name a source, or a dialect. There are: {string.Join(", ", dialects.Names)}."));
        var rule = request.Rule ?? JsonElement.Parse("{}");
        var misfits = SettingsCheck.Check(rule, typeof(AlertTriggerSettings), "/rule");
        if (misfits.Count > 0) return Invalid([.. misfits]);
        var settings = rule.Deserialize<AlertTriggerSettings>(ActivityJson.Options)!;
        if (AlertRuleReader.Check(settings).ToList() is { Count: > 0 } wrong) return Invalid([.. wrong.Select(error => new ProblemError("/rule" + error.Path, error.Message))]);
        var inputs = request.Inputs ?? JsonElement.Parse("{}");
        try
        {
            var reading = dialect.Read(Body(request, time), source?.Settings ?? DialectSettings.Default with { Mapping = request.Mapping });
            var compiled = AlertRuleReader.Read(settings, null, inputs, DateTimeOffset.MinValue);
            return TypedResults.Ok(new AlertTestAnswer([.. reading.Alerts.Select(alert => Try(alert, source?.Name ?? Unsaved, compiled, inputs, findings.Index, time))], reading.Problems, reading.Truncated));
        }
        catch (UnreadableBodyException error)
        {
            return TypedResults.Ok(new AlertTestAnswer([], [error.Message], 0));
        }
    }

    private static HookBody Body(AlertTestRequest request, TimeProvider time) => new(
        Encoding.UTF8.GetBytes(request.Body),
        request.MediaType ?? "application/json",
        new Dictionary<string, string>(request.Headers ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase),
        time.GetUtcNow());

    private static AlertTestItem Try(Alert alert, string source, AlertRule rule, JsonElement inputs, TargetIndex index, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var entity = new AlertEntity
        {
            Source = source, Fingerprint = alert.Fingerprint, Episode = alert.Episode ?? "", Name = alert.Name, Severity = alert.Severity, Status = AlertWrites.Word(alert.Status),
            Labels = AlertWrites.Json(alert.Labels), Annotations = AlertWrites.Json(alert.Annotations), Value = alert.Value, StartsAt = alert.StartsAt ?? now, EndsAt = alert.EndsAt,
            Link = alert.Link, ReceivedAt = now, UpdatedAt = now, Repeats = 0,
        };
        var finding = TargetLabels.Resolve(alert.Labels, index);
        var why = rule.Mismatch(SeenAlert.Of(entity)) ?? (finding.Target is null && rule.NeedsTarget ? finding.TargetNote : null);
        var (values, error) = Evaluate(inputs, AlertScope.Of(entity, finding, [entity]), now);
        return new AlertTestItem(AlertView.Of(entity, []) with { Finding = finding }, why is null && alert.Status == AlertStatus.Firing, why, values, error);
    }

    private static (JsonElement? Inputs, string? Error) Evaluate(JsonElement inputs, Dictionary<string, JsonElement> names, DateTimeOffset now)
    {
        try
        {
            names["trigger"] = JsonSerializer.SerializeToElement(new { id = Unsaved, name = Unsaved, type = AlertTriggers.TypeName }, ActivityJson.Options);
            return (TriggerInputs.Evaluate(inputs, names, now), null);
        }
        catch (ExpressionException error)
        {
            return (null, $"{error.Path}: {error.Message}");
        }
    }

    private static Problem Invalid(params ProblemError[] errors) => Problem.Invalid("alert-test.invalid", "This cannot be tried like this.", errors);
}

/// <param name="Body">As the source would send it.</param>
/// <param name="MediaType">application/json unless given.</param>
/// <param name="Headers">Those that the dialect reads, such as those of CloudEvents.</param>
/// <param name="Source">The name of a source; or else its dialect is given.</param>
/// <param name="Mapping">Of generic.</param>
/// <param name="Rule">The members of a trigger of type alert.</param>
/// <param name="Inputs">Of the trigger.</param>
internal sealed record AlertTestRequest(
    string Body,
    string? MediaType = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    string? Source = null,
    string? Dialect = null,
    JsonElement? Mapping = null,
    JsonElement? Rule = null,
    JsonElement? Inputs = null);

/// <param name="Problems">What could not be read.</param>
internal sealed record AlertTestAnswer(IReadOnlyList<AlertTestItem> Alerts, IReadOnlyList<string> Problems, int Truncated);

/// <param name="Fits">The rule would act on it, as far as one alert decides.</param>
/// <param name="Why">Why it would not.</param>
/// <param name="Inputs">What the run would be started with; null where an expression fails.</param>
/// <param name="InputsError">Why it fails.</param>
internal sealed record AlertTestItem(AlertView Alert, bool Fits, string? Why, JsonElement? Inputs, string? InputsError);
