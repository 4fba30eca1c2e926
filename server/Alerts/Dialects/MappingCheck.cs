using System.Text.Json;
using Runbooks.Server.Http;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>Finds what is wrong with a mapping before an alert comes.</summary>
internal static class MappingCheck
{
    private static readonly string[] Members =
        ["items", "fingerprint", "name", "severity", "status", "labels", "annotations", "value", "startsAt", "endsAt", "link"];

    private static readonly string[] Names = ["payload", "item", "now"];

    public static IEnumerable<ProblemError> Check(JsonElement? mapping)
    {
        if (mapping is not { ValueKind: JsonValueKind.Object } members) return [new ProblemError("/mapping", "A mapping is needed: an object of expressions by the member of the alert.")];
        return [.. Missing(members), .. members.EnumerateObject().SelectMany(CheckMember)];
    }

    private static IEnumerable<ProblemError> Missing(JsonElement members) =>
        members.TryGetProperty("name", out _) ? [] : [new ProblemError("/mapping/name", "Required and missing.")];

    private static IEnumerable<ProblemError> CheckMember(JsonProperty member)
    {
        var at = $"/mapping/{member.Name}";
        if (!Members.Contains(member.Name)) return [new ProblemError(at, $"An alert has no member '{member.Name}'. It has: {string.Join(", ", Members)}.")];
        try
        {
            var unknown = Template.ReferencesOf(member.Value).SelectMany(reads => reads.Names).Where(IsOfRuns).Distinct();
            return [.. unknown.Select(name => new ProblemError(at, $"'{name}' is not there in a mapping; there are {string.Join(", ", Names)}."))];
        }
        catch (ExpressionException error)
        {
            return [new ProblemError(at, error.Message)];
        }
    }

    private static bool IsOfRuns(string name) => name is "inputs" or "steps" or "vars" or "index" or "run" or "secrets" or "trigger" or "alert" or "target" or "samples";
}
