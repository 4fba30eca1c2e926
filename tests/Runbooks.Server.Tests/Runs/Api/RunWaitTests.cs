using Microsoft.Extensions.Time.Testing;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Tests.Runs.History;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Api;

public sealed class RunWaitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new(Draft.T0);
    private readonly RunFeed feed = new();
    private readonly ModelRunStore store;

    public RunWaitTests() => store = new ModelRunStore(time);

    [Fact]
    public async Task UntilEnded_ToldOfTheEnd_AnswersWithoutTimePassing()
    {
        var wait = await WaitForAsync("r", Patience);
        await store.AppendAsync(Draft.Append("r", after: 1));
        feed.Publish("r");
        Assert.False(wait.IsCompleted);
        await store.AppendAsync(Draft.End("r", after: 2));
        feed.Publish("r", RunState.Empty);
        await wait.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task UntilEnded_EndedWithoutBeingTold_AnswersAtTheNextLook()
    {
        var wait = await WaitForAsync("r", Patience);
        await store.AppendAsync(Draft.End("r", after: 1));
        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        await wait.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task UntilEnded_PatienceOver_AnswersThoughTheRunGoesOn()
    {
        var wait = await WaitForAsync("r", TimeSpan.FromSeconds(3));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await wait.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private async Task<Task> WaitForAsync(string runId, TimeSpan most)
    {
        await store.StartAsync(Draft.Start(runId));
        return EndAsync();

        async Task EndAsync()
        {
            using var wait = new RunWait(runId, feed);
            await wait.ForEndAsync(most, lookFirst: true, store, time, TestContext.Current.CancellationToken);
        }
    }
}
