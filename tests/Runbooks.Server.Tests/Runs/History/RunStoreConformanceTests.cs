using Microsoft.Extensions.Time.Testing;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>What every store of runs has to do. A store passes by deriving from this class; each file covers one part of the
/// contract.</summary>
public abstract partial class RunStoreConformanceTests : IAsyncLifetime
{
    private IRunStore? _store;

    protected FakeTimeProvider Clock { get; } = new(Draft.T0);

    private protected IRunStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the one store of this test: empty the first time, with what it was left with afterwards.</summary>
    protected abstract Task<IRunStore> OpenAsync();

    /// <summary>Removes what the store left behind.</summary>
    protected abstract ValueTask RemoveAsync();

    private protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = await OpenAsync();
    }

    private protected async Task StartAsync(params string[] runIds)
    {
        foreach (var runId in runIds)
            Assert.IsType<StartResult.Started>(await Store.StartAsync(Draft.Start(runId)));
    }

    /// <summary>Appends and gives the runs to wake.</summary>
    private protected async Task<IReadOnlyList<string>> CommitAsync(RunAppend append) =>
        Assert.IsType<AppendResult.Committed>(await Store.AppendAsync(append)).Wake;

    private protected async Task<string[]> InboxAsync(string runId) =>
        [.. (await Store.ReadInboxAsync(runId)).Select(m => m.Id)];
}
