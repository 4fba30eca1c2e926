using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Access;

namespace Runbooks.Server.Tests.Backups;

public sealed class BackupsApiTests(RunningServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IBackupCatalogue Catalogue => server.Services.GetRequiredService<IBackupCatalogue>();

    [Fact]
    public async Task List_OfAVmInPages_GivesEachOnceNewestFirst()
    {
        for (var i = 1; i <= 5; i++) await Catalogue.AddAsync(BackupStoreTests.Backup($"page-{i}", "vm:pages"), Cancellation);
        await Catalogue.AddAsync(BackupStoreTests.Backup("page-other", "vm:other"), Cancellation);

        var seen = new List<string?>();
        for (string? next = ""; next is not null;)
        {
            var page = (await server.Admin().AskAsync($"/api/v1/backups?vm=vm:pages&limit=2{next}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(backup => backup.GetProperty("id").GetString()));
            next = page.GetProperty("next").GetString() is { } cursor ? $"&cursor={cursor}" : null;
        }

        Assert.Equal(["page-5", "page-4", "page-3", "page-2", "page-1"], seen);
    }

    [Fact]
    public async Task Get_DrilledBackup_SaysWhatItIsWorth()
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await Catalogue.AddAsync(
            BackupStoreTests.Backup("drilled", "vm:drilled") with
            {
                State = BackupState.Drilled, Consistency = Consistency.Crash, MadeAt = at,
                Drill = new DrillRecord("k", at, at, TimeSpan.FromHours(3), TimeSpan.FromMinutes(4)),
            },
            Cancellation);

        var backup = (await (await server.AsAsync(Role.Viewer)).AskAsync("/api/v1/backups/drilled")).Json;

        Assert.Equal(
            ("drilled", true, "crash-consistent", "PT3H", "PT4M", "full"),
            (backup.GetProperty("state").GetString(), backup.GetProperty("isGood").GetBoolean(), backup.GetProperty("consistency").GetString(),
                backup.GetProperty("rpo").GetString(), backup.GetProperty("rto").GetString(), backup.GetProperty("kind").GetString()));
        Assert.Equal("drilled", Assert.Single((await server.Admin().AskAsync("/api/v1/backups?state=drilled&vm=vm:drilled&connection=lab")).Json
            .GetProperty("items").EnumerateArray().ToArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Get_UnknownBackup_IsNotFound() =>
        (await server.Admin().AskAsync("/api/v1/backups/none")).AssertProblem(HttpStatusCode.NotFound, "backup.not-found");
}
