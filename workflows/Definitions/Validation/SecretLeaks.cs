using System.Text.Json;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Warns of secrets in places where they would be read.</summary>
internal static class SecretLeaks
{
    public static void Check(JsonElement value, string path, string? at, string where, ProblemList problems)
    {
        try
        {
            foreach (var name in Template.ReferencesOf(value).SelectMany(reads => reads.Secrets).Distinct())
                problems.Warning(path, $"The secret '{name}' stands in {where}.", at);
        }
        catch (ExpressionException)
        {
            // The check of expressions says so.
        }
    }
}
