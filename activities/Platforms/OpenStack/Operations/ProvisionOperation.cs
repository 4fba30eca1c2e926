using System.Text;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Http;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Makes servers. Nova has no token that keeps a repetition from making a second one: the operation's key is written into the
/// server's metadata, and is looked for before and after.</summary>
internal sealed class ProvisionOperation(Nova nova, Sizing sizing, Placing placing, Waiting waiting, TimeProvider time) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var (order, mark) = (((PlatformOperation.Provision)operation).Order, Creation.Of(key));
        if (await FindOrRefuseAsync(order.Name, mark, cancellation) is { } made) return Handle(operation, made.Id, null, mark);
        var flavor = await sizing.OfAsync(order, cancellation);
        var server = new
        {
            name = order.Name,
            imageRef = order.Source,
            flavorRef = flavor.Id,
            networks = await placing.NetworksAsync(order, cancellation),
            metadata = order.Tags.SetItem(Creation.KeyName, mark),
            user_data = order.UserData is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(order.UserData)),
            host = await placing.HostAsync(order, new Names(""), cancellation),
        };
        var (id, request) = await CreateAsync(server, order, cancellation);
        return Handle(operation, id, request, mark);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var mark = Creation.Of(key);
        return Ours(await nova.NamedAsync(operation.NativeId, cancellation), mark).FirstOrDefault() is { } made
            ? new Sighting.Found(Handle(operation, made.Id, null, mark))
            : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        Server? made = null;
        await waiting.UntilAsync(async () => (made = await LookAsync(operation, handle, cancellation)) is not null, cancellation);
        return ActivityJson.Write(new Provisioned(made!.Id));
    }

    /// <summary>A request of a process that was killed may still have been on its way when its successor looked for it, so that there are
    /// two. The first of them is the one, for whoever looks; the others are removed before anybody was given them.</summary>
    public static List<Server> Ours(IEnumerable<Server> named, string mark) =>
    [
        .. named.Where(server => !Lifecycle.IsGone(server) && server.Metadata.GetValueOrDefault(Creation.KeyName) == mark)
            .OrderBy(server => server.Created).ThenBy(server => server.Id, StringComparer.Ordinal),
    ];

    /// <returns>What was made with this mark; null where nothing was, and the name is free.</returns>
    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>: another server has the name.</exception>
    public async Task<Server?> FindOrRefuseAsync(string name, string mark, CancellationToken cancellation)
    {
        var named = await nova.NamedAsync(name, cancellation);
        if (Ours(named, mark) is [var made, ..]) return made;
        return named.FirstOrDefault(server => !Lifecycle.IsGone(server)) is { } taken
            ? throw new PlatformException(PlatformError.Conflict, $"the server {taken.Id} has the name '{name}' already")
            : null;
    }

    /// <summary>The one server of a handle; its twins are removed. Null where it is not shown yet, or a twin is still there.</summary>
    public async Task<Server?> OneAsync(string name, TaskHandle handle, CancellationToken cancellation)
    {
        var ours = Ours(await nova.NamedAsync(name, cancellation), handle.Mark);
        if (ours.Count == 0 && await nova.FindAsync(handle.Target, cancellation) is { } renamed && !Lifecycle.IsGone(renamed)) ours = [renamed];
        if (ours.Count == 0 && !waiting.IsOver(Limits.Newborn, handle)) return null;
        if (ours.Count == 0) throw new PlatformException(PlatformError.NotFound, $"there is no server {handle.Target} any more");
        foreach (var twin in ours.Skip(1).Where(twin => twin.TaskState != "deleting")) await nova.DeleteAsync(twin.Id, cancellation);
        if (ours[0].TaskState == "deleting") throw new PlatformException(PlatformError.NotFound, $"somebody deletes the server {ours[0].Id}");
        return ours.Count == 1 || ours[0].Status == "ERROR" ? ours[0] : null;
    }

    /// <summary>What does not exist is the order's fault, whatever Nova calls it.</summary>
    private async Task<(string Id, string? Request)> CreateAsync(object server, VmOrder order, CancellationToken cancellation)
    {
        try
        {
            return await nova.CreateAsync(server, cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.Invalid && error.Message.Contains("requested image", StringComparison.Ordinal))
        {
            throw new PlatformException(PlatformError.NotFound, error.Message, inner: error);
        }
    }

    /// <returns>The server, when it runs.</returns>
    private async Task<Server?> LookAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        return await OneAsync(operation.NativeId, handle, cancellation) switch
        {
            null => null,
            { Status: "ERROR" } failed => throw await FailedAsync(failed, cancellation),
            { Status: "BUILD" } or { TaskState: not null } => null,
            { Status: "ACTIVE" } up => up,
            var other => throw Waiting.Interrupted(operation, $"the server is {Lifecycle.Words(other)}"),
        };
    }

    /// <summary>Nova keeps what it could not bring up, under the name that was ordered; it is removed, so that the order can be
    /// repeated. What once ran is kept.</summary>
    public async Task<PlatformException> FailedAsync(Server server, CancellationToken cancellation)
    {
        var said = server.Fault?.Message ?? "without a reason";
        if (server.LaunchedAt is null) await nova.DeleteAsync(server.Id, cancellation);
        var error = ApiError.IsCapacity(said) || said.Contains("Exceeded maximum number of retries", StringComparison.Ordinal) ? PlatformError.Capacity : PlatformError.Interrupted;
        return new PlatformException(error, $"Nova could not bring up the server {server.Id}: {said}");
    }

    private string Handle(PlatformOperation operation, string id, string? request, string mark) =>
        TaskHandle.Of(operation, id, time.GetUtcNow(), request, mark);
}
