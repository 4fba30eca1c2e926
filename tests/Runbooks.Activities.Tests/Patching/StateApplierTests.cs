using Runbooks.Activities.Patching;
using Runbooks.Activities.Patching.Salt;
using Runbooks.Activities.Tests.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Patching;

/// <summary>States of a Salt master, on a stand-in that keeps tokens and jobs.</summary>
public sealed class StateApplierTests : IAsyncLifetime
{
    private readonly Bench bench = new();
    private SaltMaster master = null!;

    public async ValueTask InitializeAsync()
    {
        master = await SaltMaster.StartAsync();
        bench.Add("web-01");
        bench.Time.AutoAdvanceAmount = TimeSpan.FromSeconds(1);
    }

    public async ValueTask DisposeAsync()
    {
        await master.DisposeAsync();
        bench.Dispose();
    }

    [Fact]
    public async Task Check_Always_TellsThePackagesAndAppliesNothing()
    {
        var changes = await Applier().CheckAsync(TestContext.Current.CancellationToken);
        Assert.Equal([new PackageChange("curl", "7.1", "7.2")], changes);
        Assert.Equal(0, master.Applied);
    }

    [Fact]
    public async Task Apply_TheTokenRanOut_SignsInAgain()
    {
        var applier = Applier();
        await applier.CheckAsync(TestContext.Current.CancellationToken);
        master.Forget();
        await applier.ApplyAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 2), (master.Applied, master.Logins));
    }

    [Theory]
    [InlineData("""{ "pkg_|-curl_|-curl_|-latest": { "result": false, "comment": "no candidate", "changes": {} } }""", "no candidate")]
    [InlineData("""["No matching sls found for 'patching' in env 'base'"]""", "No matching sls found")]
    public async Task Apply_AStateFails_SaysWhy(string result, string why)
    {
        master.Result = result;
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => Applier().ApplyAsync(TestContext.Current.CancellationToken));
        Assert.Equal("patch.failed", failure.Code);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_NoSuchMinion_SaysSo() => Assert.Equal(
        "patch.host-unreachable",
        (await Assert.ThrowsAsync<ActivityFailure>(() => Applier(minion: "web-02").ApplyAsync(TestContext.Current.CancellationToken))).Code);

    [Fact]
    public async Task Apply_WrongPassword_SendsNothingElse()
    {
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => Applier(password: "sweet").ApplyAsync(TestContext.Current.CancellationToken));
        Assert.Equal("patch.login-refused", failure.Code);
        Assert.Equal(0, master.Applied);
    }

    /// <summary>The server dies at each point: the job is found by what it carries, or by its id, and begun once.</summary>
    [Theory]
    [InlineData(CrashPoint.Call)]
    [InlineData(CrashPoint.Handle)]
    [InlineData(CrashPoint.Settle)]
    public async Task Apply_CrashAfterTheCall_GoesOnWithTheSameJob(CrashPoint point)
    {
        await Assert.ThrowsAsync<Crash>(() => Applier(crash: new CrashAt("patch", point)).ApplyAsync(TestContext.Current.CancellationToken));
        await Applier().ApplyAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, master.Applied);
    }

    [Fact]
    public async Task Apply_CrashBeforeTheCall_IsReportedAndNotRepeated()
    {
        await Assert.ThrowsAsync<Crash>(() => Applier(crash: new CrashAt("patch", CrashPoint.Intent)).ApplyAsync(TestContext.Current.CancellationToken));
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => Applier().ApplyAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("step.interrupted", 0), (failure.Code, master.Applied));
    }

    private StateApplier Applier(string password = "salty", string minion = SaltMaster.Minion, CrashAt? crash = null)
    {
        var context = bench.Context("web-01", crash);
        var login = new SaltLogin { Url = master.Address, User = "runbooks", Password = password };
        return new StateApplier(new SaltApi(login, minion, context.Http), "patching", context);
    }
}
