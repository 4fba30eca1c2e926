using System.Globalization;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Moves servers while they run. Nova takes the request, and decides later: the handle has the number of the last migration
/// before, so that the one of this request is known by its own.</summary>
internal sealed class MigrateOperation(Actions actions, HostReader hosts) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(operation.NativeId, cancellation);
        if (IsThere(operation, server)) return actions.Handle(operation);
        var migrations = await actions.Nova.MigrationsAsync(server.Id, cancellation);
        if (Running(operation, server, migrations) is { } running) return actions.Handle(operation, mark: Mark(running.Id - 1));
        Actions.RefuseHeld(operation, server);
        if (server.Status is not ("ACTIVE" or "PAUSED"))
            throw new PlatformException(PlatformError.Conflict, $"migrate needs a server that runs, and this one is {Lifecycle.Words(server)}");
        await RefuseHostAsync((PlatformOperation.Migrate)operation, cancellation);
        var arguments = new { host = HostOf(operation), block_migration = "auto" };
        return await actions.AskAsync(
            operation, "os-migrateLive", arguments, now => IsThere(operation, now), cancellation, Mark(migrations.Select(migration => migration.Id).DefaultIfEmpty().Max()));
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(operation.NativeId, cancellation);
        if (IsThere(operation, server)) return new Sighting.Found(actions.Handle(operation));
        var migrations = await actions.Nova.MigrationsAsync(server.Id, cancellation);
        return Running(operation, server, migrations) is { } running
            ? new Sighting.Found(actions.Handle(operation, mark: Mark(running.Id - 1)))
            : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await actions.Waiting.UntilAsync(() => LookAsync(operation, handle, cancellation), cancellation);
        return null;
    }

    /// <summary>Asks Nova to give up the migration that is under way.</summary>
    public async Task CancelAsync(string server, string mark, CancellationToken cancellation)
    {
        var running = (await actions.Nova.MigrationsAsync(server, cancellation)).Where(migration => !migration.IsOver && migration.Id > Number(mark)).ToList();
        foreach (var migration in running) await actions.Nova.AbortAsync(server, migration.Id, cancellation);
    }

    private async Task<bool> LookAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(handle.Target, cancellation);
        if (IsThere(operation, server)) return true;
        if (server.TaskState is not null) return false;
        // The newest of them first; the request's own is the oldest after the mark.
        var own = (await actions.Nova.MigrationsAsync(server.Id, cancellation)).LastOrDefault(migration => migration.Id > Number(handle.Mark));
        await actions.ThrowIfGivenUpAsync(operation, handle, server, cancellation);
        if (own?.HasFailed == true) throw new PlatformException(PlatformError.Interrupted, $"{operation.Name} failed: Nova's migration {own.Id} ended as '{own.Status}'");
        return false;
    }

    private static bool IsThere(PlatformOperation operation, Server server) => server.TaskState is null && server.Host == HostOf(operation);

    private static Migration? Running(PlatformOperation operation, Server server, IEnumerable<Migration> migrations) =>
        server.TaskState is null ? null : migrations.FirstOrDefault(migration => !migration.IsOver && migration.DestCompute == HostOf(operation));

    /// <summary>Nova finds out later, and says then only that no host was valid.</summary>
    private async Task RefuseHostAsync(PlatformOperation.Migrate operation, CancellationToken cancellation)
    {
        var host = (await hosts.ListAsync(new Names(""), cancellation)).GetValueOrDefault(operation.Host)
            ?? throw new PlatformException(PlatformError.NotFound, $"there is no host '{operation.Host}' in this region");
        if (host.State == HostState.Down) throw new PlatformException(PlatformError.Unreachable, $"the host {host.Name} is down");
        if (host.State == HostState.Maintenance) throw new PlatformException(PlatformError.Conflict, $"the host {host.Name} is disabled, and takes no servers");
    }

    private static string HostOf(PlatformOperation operation) => ((PlatformOperation.Migrate)operation).Host;

    private static string Mark(long migration) => migration.ToString(CultureInfo.InvariantCulture);

    private static long Number(string mark) => long.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
