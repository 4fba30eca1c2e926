using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Workflows.Planning;

/// <summary>Tells one plan from another by what it would do: step, target, effect, and the condition that chose the target. Never by
/// sentences or measurements, and in any order (rule 9).</summary>
public static class PlanHash
{
    private const char Between = '\u001f';

    public static string Of(IEnumerable<PlannedEffect> effects)
    {
        var lines = effects
            .Select(e => string.Join(Between, e.Step, e.Activity, e.Target?.Kind, e.Target?.Id, e.Effect, e.Target?.Where))
            .Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
