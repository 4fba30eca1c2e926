using System.Text.Json;
using Amazon.EC2.Model;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>Sets and removes tags of instances.</summary>
internal sealed class TagOperation(Ec2Client client, InstanceReader reader, Waiting waiting, TimeProvider time) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var set = (PlatformOperation.SetTags)operation;
        var missing = Missing(set, await reader.GetAsync(operation.NativeId, cancellation));
        var created = missing.Where(tag => tag.Value is not null).Select(tag => new Tag(tag.Key, tag.Value)).ToList();
        var removed = missing.Where(tag => tag.Value is null).Select(tag => new Tag(tag.Key)).ToList();
        List<string> ids = [operation.NativeId];
        if (created.Count > 0)
            await client.CallAsync(ec2 => ec2.CreateTagsAsync(new CreateTagsRequest { Resources = ids, Tags = created }, cancellation), cancellation);
        if (removed.Count > 0)
            await client.CallAsync(ec2 => ec2.DeleteTagsAsync(new DeleteTagsRequest { Resources = ids, Tags = removed }, cancellation), cancellation);
        return Handle(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        Missing((PlatformOperation.SetTags)operation, await reader.GetAsync(operation.NativeId, cancellation)).Count == 0
            ? new Sighting.Found(Handle(operation))
            : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await waiting.UntilAsync(
            async () =>
            {
                var missing = Missing((PlatformOperation.SetTags)operation, await reader.GetAsync(handle.Instance, cancellation));
                if (missing.Count == 0) return true;
                return waiting.IsOver(Limits.Settle, handle)
                    ? throw Waiting.Interrupted(operation, $"these tags are not as they should be: {string.Join(", ", missing.Select(tag => tag.Key))}")
                    : false;
            },
            cancellation);
        return null;
    }

    private static List<KeyValuePair<string, string?>> Missing(PlatformOperation.SetTags set, Instance instance)
    {
        var now = instance.Tags.OrEmpty().ToDictionary(tag => tag.Key, tag => tag.Value ?? "");
        return [.. set.Tags.Where(tag => now.GetValueOrDefault(tag.Key) != tag.Value)];
    }

    private string Handle(PlatformOperation operation) => TaskHandle.Of(operation, operation.NativeId, time.GetUtcNow());
}
