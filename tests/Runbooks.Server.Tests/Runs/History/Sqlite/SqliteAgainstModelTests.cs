using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

/// <summary>Whatever is asked of the store, it answers as the model does and holds what the model holds.</summary>
[Trait("Engine", "4 Store with two owners")]
public sealed class SqliteAgainstModelTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AnyChanges_OfFewRunsAndTargets_AreAsInTheModel() =>
        await StoreChange.Any.List[1, 40].SampleAsync(CompareAsync, iter: 150, threads: 1);

    private async Task CompareAsync(List<Func<Runbooks.Server.Runs.History.IRunStore, Task<string>>> changes)
    {
        var time = new FakeTimeProvider(Draft.T0);
        await using var store = SqliteRunStore.Open(new SqliteRunStoreOptions
        {
            DataDirectory = Path.Combine(_folder.Path, Guid.NewGuid().ToString("N")),
            Time = time,
            Pragmas = ["journal_mode = WAL", "synchronous = OFF"],
        });
        var model = new ModelRunStore(time);
        foreach (var change in changes)
        {
            Assert.Equal(await change(model), await change(store));
            Assert.Equal(await StoreContent.ReadAsync(model), await StoreContent.ReadAsync(store));
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
