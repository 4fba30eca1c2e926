using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Sets tags as metadata, and removes them from there and from Nova's tags.</summary>
internal sealed class TagOperation(Actions actions) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(operation.NativeId, cancellation);
        var missing = Missing(operation, server);
        var set = missing.Where(tag => tag.Value is not null).ToDictionary(tag => tag.Key, tag => tag.Value!);
        if (set.Count > 0) await actions.Nova.SetMetadataAsync(server.Id, set, cancellation);
        foreach (var (name, _) in missing.Where(tag => tag.Value is null))
        {
            if (server.Metadata.ContainsKey(name)) await actions.Nova.RemoveMetadataAsync(server.Id, name, cancellation);
            if (server.Tags.Contains(name)) await actions.Nova.RemoveTagAsync(server.Id, name, cancellation);
        }

        return actions.Handle(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        Missing(operation, await actions.GetAsync(operation.NativeId, cancellation)).Count == 0
            ? new Sighting.Found(actions.Handle(operation))
            : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        // All was done by the calls themselves; somebody may have changed it since.
        await actions.Waiting.UntilAsync(
            async () => Missing(operation, await actions.GetAsync(handle.Target, cancellation)) is { Count: > 0 } missing
                ? throw Waiting.Interrupted(operation, $"these tags are not as they should be: {string.Join(", ", missing.Select(tag => tag.Key))}")
                : true,
            cancellation);
        return null;
    }

    private static List<KeyValuePair<string, string?>> Missing(PlatformOperation operation, Server server)
    {
        var now = VmReader.TagsOf(server);
        return [.. ((PlatformOperation.SetTags)operation).Tags.Where(tag => now.GetValueOrDefault(tag.Key) != tag.Value)];
    }
}
