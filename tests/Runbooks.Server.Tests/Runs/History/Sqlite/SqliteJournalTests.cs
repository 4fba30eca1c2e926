using System.Reflection;
using CsCheck;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

/// <summary>What was answered is in the files, whether it was carried over to the tables or is in the journal only.</summary>
[Trait("Engine", "4 Store with two owners")]
public sealed class SqliteJournalTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private int _folders;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AnyChanges_WithNobodyReadingBetween_AreAsInTheModelAndInACopyOfTheFiles() =>
        await StoreChange.MostlyPlain.List[1, 120].SampleAsync(CompareAsync, iter: 60, threads: 1);

    [Fact]
    public async Task Append_OneRunGoesOnWhileHundredsEnd_LosesNone()
    {
        var folder = NewFolder();
        await using var store = Open(folder);
        await store.StartAsync(Draft.Start("long"));
        for (var n = 0; n < 300; n++)
        {
            await store.StartAsync(Draft.Start($"r{n}"));
            Assert.IsType<AppendResult.Committed>(await store.AppendAsync(Draft.End($"r{n}", after: 1)));
        }

        await using var copy = Open(Copy(folder));

        Assert.Equal(301, (await copy.ListAsync(new RunQuery(Limit: 1_000))).Items.Count);
        Assert.Equal(2, (await copy.ReadHistoryAsync("r299", 0, 10)).Count);
        Assert.IsType<AppendResult.Committed>(await copy.AppendAsync(Draft.Append("long", after: 1)));
    }

    [Fact]
    public async Task Append_OneRunWaitsWhileAnotherGoesOn_LosesNeither()
    {
        var folder = NewFolder();
        await using var store = Open(folder);
        await store.StartAsync(Draft.Start("waits"));
        await store.StartAsync(Draft.Start("goes-on"));
        for (var after = 1; after < 200; after++)
            await store.AppendAsync(Draft.Append("goes-on", after));

        await using var copy = Open(Copy(folder));

        Assert.Single(await copy.ReadHistoryAsync("waits", 0, 10));
        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), (await copy.ReadHistoryAsync("goes-on", 0, 1_000)).Select(one => one.Sequence));
    }

    [Fact]
    public async Task Forget_OfARunWhoseRowsAreStillThere_KeepsItForgotten()
    {
        var folder = NewFolder();
        await using var store = Open(folder);
        await store.StartAsync(Draft.Start("r"));
        await store.AppendAsync(Draft.End("r", after: 1) with { Projection = Draft.Projection("r", "completed") with { EndedAt = Draft.T0 } });
        Assert.Equal(1, await store.ForgetAsync(Draft.T0.AddDays(1), 10));

        await using var copy = Open(Copy(folder));

        Assert.Null(await copy.ReadRunAsync("r"));
    }

    [Fact]
    public async Task Write_ThenRest_IsCarriedOverForWhoeverReadsTheFile()
    {
        var folder = NewFolder();
        await using var store = Open(folder);
        await store.StartAsync(Draft.Start("r"));
        using var other = SqlSession.Open(Path.Combine(folder, SqliteRunStore.FileName), SqliteOpenMode.ReadOnly);

        Assert.True(SpinWait.SpinUntil(() => other.First("SELECT count(*) FROM run", row => row.Number(0)) == 1, TimeSpan.FromSeconds(20)));
    }

    private async Task CompareAsync(List<Func<IRunStore, Task<string>>> changes)
    {
        var time = new FakeTimeProvider(Draft.T0);
        var folder = NewFolder();
        await using var store = Open(folder, time);
        var model = new ModelRunStore(time);
        var unread = Unread.Of(store, model);
        foreach (var change in changes)
        {
            var answer = await change(unread);
            Assert.Equal(await change(model), answer);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await using var copy = Open(Copy(folder), time);
        Assert.Equal(await StoreContent.ReadAsync(model), await StoreContent.ReadAsync(copy));
        Assert.Equal(await StoreContent.ReadAsync(model), await StoreContent.ReadAsync(store));
    }

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder.Path, $"{++_folders}")).FullName;

    /// <summary>As the files are now, as after a power cut.</summary>
    private string Copy(string folder)
    {
        var copy = NewFolder();
        foreach (var file in (string[])[SqliteRunStore.FileName, SqliteRunStore.FileName + "-wal"])
        {
            using var from = new FileStream(Path.Combine(folder, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(Path.Combine(copy, file));
            from.CopyTo(to);
        }

        return copy;
    }

    private static SqliteRunStore Open(string folder, TimeProvider? time = null) => SqliteRunStore.Open(new SqliteRunStoreOptions
    {
        DataDirectory = folder,
        Time = time ?? TimeProvider.System,
        Pragmas = ["journal_mode = WAL", "synchronous = OFF"],
    });

    /// <summary>A store whose reads another answers, so that it is not made to carry over.</summary>
    public class Unread : DispatchProxy
    {
        private IRunStore _store = null!;
        private IRunStore _reads = null!;

        public static IRunStore Of(IRunStore store, IRunStore reads)
        {
            var proxy = Create<IRunStore, Unread>();
            (((Unread)(object)proxy)._store, ((Unread)(object)proxy)._reads) = (store, reads);
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Invoke(targetMethod.Name.StartsWith("Read", StringComparison.Ordinal) ? _reads : _store, args);
    }
}
