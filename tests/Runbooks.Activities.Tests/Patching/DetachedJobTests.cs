using System.Text;
using Runbooks.Activities.Patching.Shells;

namespace Runbooks.Activities.Tests.Patching;

/// <summary>Jobs by a real shell on this machine.</summary>
public sealed class DetachedJobTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("runbooks-jobs-").FullName;
    private readonly string id = DetachedJob.IdOf("run-1/step/vm/patch/1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Start_Twice_RunsOnce()
    {
        var job = Job("echo once >> ../ran; echo said; exit 3");
        await job.StartAsync(id, Cancellation);
        await job.StartAsync(id, Cancellation);
        var state = await EndAsync(job);

        Assert.Equal((3, "said\n"), (state.Exit, Encoding.UTF8.GetString(state.Output.Span)));
        Assert.Equal("once\n", await File.ReadAllTextAsync(Path.Combine(folder, "ran"), Cancellation));
        Assert.True(await job.ExistsAsync(id, Cancellation));
        Assert.False(await job.ExistsAsync(DetachedJob.IdOf("another"), Cancellation));
    }

    [Fact]
    public async Task End_Files_AreReadableByTheOwnerOnlyAndThenGone()
    {
        var job = Job("stat -c %a secret; cat secret") with { Files = new Dictionary<string, string> { ["secret"] = "s3cret 'quoted'\n" } };
        await job.StartAsync(id, Cancellation);
        Assert.Equal("600\ns3cret 'quoted'\n", Encoding.UTF8.GetString((await EndAsync(job)).Output.Span));
        Assert.Equal(["boot", "exit", "out", "pid", "runner"], Directory.EnumerateFiles(Path.Combine(folder, id)).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Cancel_ACommandThatBeganOthers_EndsThemAll()
    {
        var job = Job("sleep 4713 & sleep 4713");
        await job.StartAsync(id, Cancellation);
        var group = (await File.ReadAllTextAsync(Path.Combine(folder, id, "pid"), Cancellation)).Trim();
        Assert.Contains("4713", await MembersAsync(group), StringComparison.Ordinal);

        await job.CancelAsync(id, Cancellation);

        var state = await EndAsync(job);
        Assert.True(state.Cancelled);
        Assert.DoesNotContain("4713", await MembersAsync(group), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("boot", "another boot", "the machine was restarted while it ran")]
    [InlineData("pid", "", "it was prepared, and never began")]
    [InlineData("pid", "4194303", "it was killed")]
    public async Task Look_ItWillNeverEnd_SaysWhy(string file, string content, string why)
    {
        var job = Job("sleep 4714");
        await job.StartAsync(id, Cancellation);
        var pid = Path.Combine(folder, id, "pid");
        var group = (await File.ReadAllTextAsync(pid, Cancellation)).Trim();
        try
        {
            Assert.Equal((null, null), ((await job.LookAsync(id, 0, Cancellation)).Exit, (await job.LookAsync(id, 0, Cancellation)).Why));
            await File.WriteAllTextAsync(Path.Combine(folder, id, file), content, Cancellation);
            Assert.Equal((null, why), ((await job.LookAsync(id, 0, Cancellation)).Exit, (await job.LookAsync(id, 0, Cancellation)).Why));
        }
        finally
        {
            await new LocalShell(folder).RunAsync($"kill -s KILL -- -{group}", CancellationToken.None);
        }
    }

    [Fact]
    public async Task Look_FromAPosition_GivesTheRest()
    {
        var job = Job("head -c 100000 /dev/zero | tr '\\0' x; echo end");
        await job.StartAsync(id, Cancellation);
        await EndAsync(job);
        var (read, pieces) = (0L, 0);
        JobState state;
        do
        {
            state = await job.LookAsync(id, read, Cancellation);
            read += state.Output.Length;
            pieces++;
        }
        while (state.More);

        Assert.Equal((100_004L, 3), (read, pieces));
    }

    [Fact]
    public void LineReader_PiecesWithinCharacters_GivesWholeLines()
    {
        var lines = new List<string>();
        var reader = new LineReader(lines.Add);
        foreach (var octet in "Größe\r\n更新\nrest"u8.ToArray()) reader.Take([octet]);
        reader.End();
        Assert.Equal(["Größe", "更新", "rest"], lines);
    }

    private DetachedJob Job(string command) => new(new LocalShell(folder), command, new Dictionary<string, string>());

    private async Task<JobState> EndAsync(DetachedJob job)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (true)
        {
            if (await job.LookAsync(id, 0, patience.Token) is var state && (state.Exit ?? (state.Why is null ? null : -1)) is not null) return state;
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<string> MembersAsync(string group) => (await new LocalShell(folder).RunAsync($"ps -o args= -g {group}", Cancellation)).Output;
}
