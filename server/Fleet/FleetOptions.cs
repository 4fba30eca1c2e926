using Runbooks.Server.Hosting;

namespace Runbooks.Server.Fleet;

/// <summary>Bound from <c>Runbooks:Fleet</c>.</summary>
public sealed class FleetOptions : ICheckedOptions
{
    /// <summary>How often the inventory of a connection is read without being asked.</summary>
    public TimeSpan InventoryInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the load of hosts and VMs is sampled.</summary>
    public TimeSpan SampleInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one read from a platform may take.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long changes that a platform reports are gathered before they are read.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(500);

    IEnumerable<(string Key, string Message)> ICheckedOptions.Problems()
    {
        if (InventoryInterval < TimeSpan.FromSeconds(1)) yield return (nameof(InventoryInterval), "give at least 00:00:01");
        if (SampleInterval < TimeSpan.FromSeconds(1)) yield return (nameof(SampleInterval), "give at least 00:00:01");
        if (CallLimit < TimeSpan.FromMilliseconds(100)) yield return (nameof(CallLimit), "give at least 00:00:00.1");
        if (Debounce < TimeSpan.Zero) yield return (nameof(Debounce), "cannot be negative");
    }
}
