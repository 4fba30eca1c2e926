using System.Text.Json;

namespace Runbooks.Workflows.Execution;

/// <summary>What is kept of a unit for its undo (rule 17): there may be ten thousand units.</summary>
public static class UndoLimits
{
    /// <summary>Of what it noted before, and of each result, in characters of JSON.</summary>
    public const int MostOfAUnit = 4_096;

    public const int MostOperations = 1_000;

    public static bool Fits(JsonElement noted) => noted.GetRawText().Length <= MostOfAUnit;
}
