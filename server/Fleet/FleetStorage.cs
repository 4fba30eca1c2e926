using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Fleet;

/// <summary>A storage as last seen through a connection.</summary>
public sealed record FleetStorage(Storage Storage, string Connection, string Platform, DateTimeOffset LastSeenAt, bool Stale)
    : FleetObject(Connection, Platform, LastSeenAt, Stale, null)
{
    public override string Id => Storage.Id;

    public override string Name => Storage.Name;

    public override string? Cluster => null;
}
