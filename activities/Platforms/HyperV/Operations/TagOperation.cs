using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.HyperV.Reading;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>Writes tags into the Notes, also of a VM that is on.</summary>
internal sealed class TagOperation(Calls calls) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var before = (await calls.GetAsync(operation.NativeId, cancellation)).Notes;
        var notes = Notes.Write(before, Tags(operation));
        if (notes != before)
            await calls.AskAsync(Script.SetNotes, new() { ["vm"] = operation.NativeId, ["before"] = before, ["notes"] = notes }, cancellation);
        return TaskHandle.Of(operation, calls.Now);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var now = Notes.Read((await calls.GetAsync(operation.NativeId, cancellation)).Notes);
        return Tags(operation).All(tag => now.GetValueOrDefault(tag.Key) == tag.Value)
            ? new Sighting.Found(TaskHandle.Of(operation, calls.Now))
            : new Sighting.NotStarted();
    }

    /// <summary>With the handle it was done.</summary>
    public Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation) =>
        Task.FromResult<JsonElement?>(null);

    private static ImmutableSortedDictionary<string, string?> Tags(PlatformOperation operation) => ((PlatformOperation.SetTags)operation).Tags;
}
