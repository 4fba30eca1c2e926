using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>The model keeps the contract that it stands for.</summary>
public sealed class ModelRunStoreTests : RunStoreConformanceTests
{
    private ModelRunStore? _store;

    protected override Task<IRunStore> OpenAsync() => Task.FromResult<IRunStore>(_store ??= new ModelRunStore(Clock));

    protected override ValueTask RemoveAsync() => ValueTask.CompletedTask;
}
