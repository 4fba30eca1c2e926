using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet.Picture;
using Host = Runbooks.Activities.Platforms.Host;

namespace Runbooks.Server.Fleet.LastSeen;

/// <summary>An object of a sight as it is stored.</summary>
/// <param name="Content">What makes a difference: a row is written again only when this has changed.</param>
internal readonly record struct LastSeenRow(string Kind, string Id, string Content, string Json)
{
    public const string Vm = "vm", Host = "host", Storage = "storage";

    /// <summary>The row that tells when the whole of a connection was last read.</summary>
    public const string Connection = "connection";

    private static readonly JsonSerializerOptions Options = JsonSerializerOptions.Web;

    public static IEnumerable<LastSeenRow> Of(ConnectionSight sight) =>
    [
        .. sight.Vms.DistinctBy(seen => seen.Vm.Id).Select(Of),
        .. sight.Hosts.DistinctBy(host => host.Id).Select(host => Of(Host, host.Id, host)),
        .. sight.Storages.DistinctBy(storage => storage.Id).Select(storage => Of(Storage, storage.Id, storage)),
    ];

    /// <exception cref="JsonException">A row was written by another version of the server, and does not fit this one.</exception>
    public static ConnectionSight ToSight(string connection, string platform, DateTimeOffset seenAt, IReadOnlyList<FleetObjectEntity> rows) => new(
        connection, platform, seenAt, Stale: true, Read<SeenVm>(rows, Vm), Read<Host>(rows, Host), Read<Storage>(rows, Storage));

    private static LastSeenRow Of(SeenVm seen)
    {
        // When it last ran changes with every read of a VM that is on, and matters once it is off.
        var content = JsonSerializer.Serialize(seen.Vm, Options);
        return new LastSeenRow(Vm, seen.Vm.Id, content, JsonSerializer.Serialize(seen, Options));
    }

    private static LastSeenRow Of<T>(string kind, string id, T item)
    {
        var json = JsonSerializer.Serialize(item, Options);
        return new LastSeenRow(kind, id, json, json);
    }

    private static ImmutableArray<T> Read<T>(IReadOnlyList<FleetObjectEntity> rows, string kind) =>
        [.. rows.Where(row => row.Kind == kind).Select(row => JsonSerializer.Deserialize<T>(row.Json, Options)!)];
}
