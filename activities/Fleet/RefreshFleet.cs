namespace Runbooks.Activities.Fleet;

/// <summary>Reads the inventory of a connection, or of all, again, now, so that the next steps see what is there at this moment.</summary>
/// <remarks>Fails where the named connection cannot be read; what was last seen of it stays, marked stale.</remarks>
[Activity("fleet.refresh", Effect.Read, Title = "Refresh the fleet", Group = "Fleet")]
public sealed class RefreshFleet : Activity<RefreshFleet.Input, RefreshFleet.Output>
{
    public sealed record Input
    {
        /// <summary>The connection to read; all where left out.</summary>
        [Format(Formats.Connection)]
        public string? Connection { get; init; }
    }

    /// <param name="Vms">How many VMs are known now.</param>
    /// <param name="Hosts">How many hosts are known now.</param>
    /// <param name="Stale">How many of both could not be read again.</param>
    public sealed record Output(int Vms, int Hosts, int Stale);

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        await context.Fleet.RefreshAsync(input.Connection, cancellation);
        var vms = context.Fleet.Vms.Where(Concerned).ToList();
        var hosts = context.Fleet.Hosts.Where(Concerned).ToList();
        var stale = vms.Count(vm => vm.Stale) + hosts.Count(host => host.Stale);
        return new Ending("done", new Output(vms.Count, hosts.Count, stale), Message(vms.Count, hosts.Count, stale));

        bool Concerned(FleetObject seen) => input.Connection is null || seen.Connection == input.Connection;
    }

    private static string Message(int vms, int hosts, int stale) =>
        $"{vms} VMs and {hosts} hosts." + (stale > 0 ? $" {stale} of them are stale: their connection could not be read." : "");
}
