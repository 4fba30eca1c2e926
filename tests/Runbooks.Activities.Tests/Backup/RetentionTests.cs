using CsCheck;
using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Backup;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Retention> Rules = Gen.Select(
        Gen.Int[1, 3], Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 3], (latest, daily, weekly, monthly) => new Retention { Latest = latest, Daily = daily, Weekly = weekly, Monthly = monthly });

    /// <summary>Backups of one VM in the order in which they were made, each full or on the one before, in any state.</summary>
    private static readonly Gen<BackupRecord[]> Histories = Gen.Select(Gen.Int[1, 60], Gen.Bool, Gen.Enum<BackupState>(), Gen.Int[0, 5])
        .Array[0, 25].Select(steps =>
        {
            var at = Now.AddDays(-200);
            var made = new List<BackupRecord>();
            foreach (var (hours, full, state, expiry) in steps)
            {
                at = at.AddHours(hours * 3);
                made.Add(Backup(made.Count, at, full || made.Count == 0 ? null : made[^1].Id, state) with { ExpiresAt = expiry == 0 ? Now.AddDays(-1) : expiry == 1 ? Now.AddDays(1) : null });
            }

            return made.ToArray();
        });

    [Fact]
    public void Expired_MonthsOfDailyBackups_KeepsDaysWeeksAndMonths()
    {
        var daily = Enumerable.Range(0, 90).Select(n => Backup(n, Now.AddDays(n - 89), null, BackupState.Verified)).ToList();
        var gone = new Retention { Latest = 1, Daily = 7, Weekly = 4, Monthly = 3 }.Expired(daily, Now).Select(backup => backup.Id).ToHashSet();
        var kept = daily.Where(backup => !gone.Contains(backup.Id)).Select(backup => backup.MadeAt!.Value.ToString("MM-dd", null)).ToList();
        Assert.Equal(["01-31", "02-28", "03-15", "03-22", "03-25", "03-26", "03-27", "03-28", "03-29", "03-30", "03-31"], kept);
    }

    [Fact]
    [Trait("Rule", "The last good one stays; good means verified or drilled")]
    public void Expired_AnyHistory_NeverRemovesTheLastGoodOneNorTheNewest() => Check((rule, backups) =>
    {
        var gone = Gone(rule, backups);
        Assert.DoesNotContain(backups.LastOrDefault(backup => backup.IsGood)?.Id, gone);
        Assert.DoesNotContain(backups.LastOrDefault(backup => backup.IsUsable)?.Id, gone);
    });

    [Fact]
    [Trait("Rule", "A parent of a kept chain stays")]
    public void Expired_AnyHistory_KeepsWhateverAKeptOneStandsOn() => Check((rule, backups) =>
    {
        var gone = Gone(rule, backups);
        Assert.All(backups.Where(backup => !gone.Contains(backup.Id) && backup.Parent is not null), backup => Assert.DoesNotContain(backup.Parent, gone));
    });

    [Fact]
    public void Expired_AnyHistory_RemovesChildrenBeforeTheirParents() => Check((rule, backups) =>
    {
        var order = rule.Expired(backups, Now).Select(backup => backup.Id).ToList();
        Assert.All(rule.Expired(backups, Now).Where(backup => order.Contains(backup.Parent!)), backup => Assert.True(order.IndexOf(backup.Id) < order.IndexOf(backup.Parent!)));
    });

    [Fact]
    public void Expired_AfterPruning_RemovesNothingMore() => Check((rule, backups) =>
    {
        var gone = Gone(rule, backups);
        Assert.Empty(rule.Expired([.. backups.Where(backup => !gone.Contains(backup.Id))], Now));
    });

    [Fact]
    public void Expired_ALaxerRule_NeverRemovesMore() => Check((rule, backups) =>
        Assert.Subset(Gone(rule, backups), Gone(rule with { Daily = rule.Daily + 1, Latest = rule.Latest + 1, Monthly = rule.Monthly + 2 }, backups)));

    [Fact]
    public void Expired_AnyHistory_KeepsWhatHasNotExpired() => Check((rule, backups) =>
    {
        var gone = Gone(rule, backups);
        Assert.All(backups.Where(backup => backup is { IsUsable: true } && backup.ExpiresAt > Now), backup => Assert.DoesNotContain(backup.Id, gone));
    });

    [Fact]
    public void Expired_ExpiredOneAmongOthers_Goes()
    {
        BackupRecord[] backups = [Backup(0, Now.AddDays(-3), null, BackupState.Verified) with { ExpiresAt = Now.AddHours(-1) }, Backup(1, Now.AddDays(-2), null, BackupState.Verified)];
        Assert.Equal(["b00"], new Retention().Expired(backups, Now).Select(backup => backup.Id));
    }

    [Fact]
    public void Expired_RecordsThatNameEachOther_Ends()
    {
        BackupRecord[] backups = [Backup(0, Now, "b01", BackupState.Broken), Backup(1, Now, "b00", BackupState.Broken), Backup(2, Now, null, BackupState.Made)];
        Assert.Equal(2, new Retention().Expired(backups, Now).Count);
    }

    private static void Check(Action<Retention, BackupRecord[]> holds) => Gen.Select(Rules, Histories).Sample((rule, backups) => holds(rule, backups), iter: 2_000);

    private static HashSet<string?> Gone(Retention rule, BackupRecord[] backups) => [.. rule.Expired(backups, Now).Select(backup => backup.Id)];

    private static BackupRecord Backup(int n, DateTimeOffset at, string? parent, BackupState state) => new()
    {
        Id = $"b{n:00}", Vm = "sim:1", VmName = "web", NativeId = "1", Connection = "sim", Run = "r", BegunAt = at, MadeAt = at,
        Kind = parent is null ? BackupKind.Full : BackupKind.Incremental, Parent = parent, State = state,
    };
}
