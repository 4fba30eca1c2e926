using System.Globalization;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    private static readonly string[] _statuses = ["running", "waiting", "completed", "failed"];

    [Fact]
    public async Task List_Everything_IsNewestFirstAndThenById()
    {
        await Store.StartAsync(Draft.Start("z-old", p => p with { CreatedAt = Draft.T0.AddDays(-1) }));
        await StartAsync("a", "b");

        var page = await Store.ListAsync(new RunQuery());
        Assert.Equal(["b", "a", "z-old"], page.Items.Select(r => r.RunId));
        Assert.Equal(await Store.ReadRunAsync("a"), page.Items[1]);
        Assert.Null(page.Next);
    }

    public static TheoryData<RunQuery> Queries() =>
    [
        new RunQuery(),
        new RunQuery(Workflow: "w1"),
        new RunQuery(Workflow: "none"),
        new RunQuery(Status: ["failed"]),
        new RunQuery(Status: ["failed", "running", "failed", "unheard-of"]),
        new RunQuery(Status: []),
        new RunQuery(TriggerKind: "alert"),
        new RunQuery(TargetId: "vm-1"),
        new RunQuery(Since: Draft.T0.AddMinutes(20)),
        new RunQuery(Workflow: "w2", Status: ["completed", "waiting"], TriggerKind: "api", TargetId: "vm-0", Since: Draft.T0.AddMinutes(5)),
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task List_Filtered_GivesWhatMatchesPageByPage(RunQuery query)
    {
        for (var n = 0; n < 60; n++)
            await StartNumberedAsync(n);
        var expected = Enumerable.Range(0, 60).Where(n => Matches(query, n)).OrderByDescending(n => (n / 2, n)).Select(Id);
        var found = new List<string>();
        var cursor = (string?)null;
        do
        {
            var page = await Store.ListAsync(query with { Limit = 7, Cursor = cursor });
            Assert.True(page.Items.Count == 7 || page.Next is null);
            found.AddRange(page.Items.Select(r => r.RunId));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("zz-r")]
    public async Task List_ForeignCursor_IsRefused(string cursor) =>
        await Assert.ThrowsAsync<FormatException>(() => Store.ListAsync(new RunQuery(Cursor: cursor)));

    private static string Id(int n) => string.Create(CultureInfo.InvariantCulture, $"r{n:00}");

    private async Task StartNumberedAsync(int n)
    {
        var projection = Draft.Projection(Id(n), _statuses[n % 4]) with
        {
            Workflow = $"w{n % 3}", TriggerKind = n % 5 == 0 ? "alert" : "api", CreatedAt = Draft.T0.AddMinutes(n / 2),
        };
        await Store.StartAsync(Draft.Start(Id(n)) with
        {
            Append = Draft.Append(Id(n), 0) with { Projection = projection, Targets = [$"vm-{n % 2}", $"vm-{n % 2}", "vm-all"] },
        });
    }

    private static bool Matches(RunQuery query, int n) =>
        (query.Workflow is null || query.Workflow == $"w{n % 3}")
        && (query.Status is null or [] || query.Status.Contains(_statuses[n % 4]))
        && (query.TriggerKind is null || query.TriggerKind == (n % 5 == 0 ? "alert" : "api"))
        && (query.TargetId is null || query.TargetId == $"vm-{n % 2}")
        && (query.Since is null || query.Since <= Draft.T0.AddMinutes(n / 2));
}
