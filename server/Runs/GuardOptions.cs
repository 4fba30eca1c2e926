using Runbooks.Activities;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Runs;

/// <summary>Bound from <c>Runbooks:Guards</c>: what no run may do, whatever its definition says.</summary>
public sealed class GuardOptions : ICheckedOptions
{
    /// <summary>A selector over VMs that no run may change; empty: none.</summary>
    public string Protected { get; init; } = "";

    public Selector? Selector => Protected.Length == 0 ? null : Activities.Selectors.Selector.Parse(Protected, TargetKind.Vm);

    IEnumerable<(string Key, string Message)> ICheckedOptions.Problems()
    {
        string? problem = null;
        try
        {
            _ = Selector;
        }
        catch (SelectorException error)
        {
            problem = $"this is no selector over VMs: {error.Message} (at character {error.Position + 1})";
        }

        if (problem is not null) yield return (nameof(Protected), problem);
    }
}
