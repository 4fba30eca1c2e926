using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Runbooks.Activities.Catalogue;

/// <summary>Inputs that every step over targets has, and that the engine keeps for itself. They are part of the step's schema.</summary>
internal sealed record StepRules
{
    /// <summary>How many targets at once.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; init; } = 10;

    /// <summary>How many targets may fail before nothing more is started.</summary>
    [Range(0, 10_000)]
    public int FailureBudget { get; init; }

    /// <summary>Sizes of the groups that go one after the other, each a number of targets so far or a share such as <c>10%</c>.</summary>
    public IReadOnlyList<JsonElement>? Rings { get; init; }
}
