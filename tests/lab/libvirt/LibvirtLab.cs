using System.Diagnostics;
using System.Globalization;

namespace Runbooks.Lab.Libvirt;

/// <summary>Two real libvirtd with small guests, for the test projects that link this file.</summary>
internal static class LibvirtLab
{
    /// <summary>The lab is one for the whole machine.</summary>
    public const string Collection = "libvirt lab";

    private static readonly string Script = Path.Combine(RepositoryRoot(), "tests/lab/libvirt/lab.sh");

    /// <summary>Skips the test where the lab is not asked for.</summary>
    public static void IsNeeded() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("RUNBOOKS_LAB_LIBVIRT") == "1",
        "the libvirt lab is not asked for (RUNBOOKS_LAB_LIBVIRT=1, Debian 12, root; see tests/lab/libvirt)");

    /// <summary>Runs <c>lab.sh</c>, and gives what it printed.</summary>
    public static async Task<string> RunAsync(params string[] arguments) => await RunAsync(Script, arguments);

    public static async Task<string> UriAsync(string host)
    {
        var name = $"RUNBOOKS_LAB_LIBVIRT_URI_{host[^1..].ToUpperInvariant()}=";
        return (await RunAsync("env")).Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
    }

    public static async Task<string> VirshAsync(string uri, params string[] arguments) =>
        (await RunAsync("virsh", ["-q", "-c", uri, .. arguments])).Trim();

    /// <summary>The files of copies in a storage pool, by how they begin.</summary>
    public static async Task<IReadOnlyList<string>> CopiesAsync(string host, string pool, string prefix)
    {
        var uri = await UriAsync(host);
        await VirshAsync(uri, "pool-refresh", pool);
        return [.. (await VirshAsync(uri, "vol-list", pool)).Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(file => file.StartsWith(prefix, StringComparison.Ordinal))];
    }

    public static async Task RemoveCopiesAsync(string host, string pool, string prefix)
    {
        foreach (var file in await CopiesAsync(host, pool, prefix)) await VirshAsync(await UriAsync(host), "vol-delete", file, "--pool", pool);
    }

    public static async Task<string> LogAsync(string guest) => (await RunAsync("log", guest)).Trim();

    /// <summary>Asks a guest's web server for so long, from the network of the hosts.</summary>
    public static async Task<IReadOnlyList<(long Milliseconds, bool Answered)>> ProbeAsync(string address, int seconds) =>
        [.. (await RunAsync("probe", address, seconds.ToString(CultureInfo.InvariantCulture))).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).Select(words => (long.Parse(words[0], CultureInfo.InvariantCulture), words[1] == "ok"))];

    /// <summary>The longest time without an answer, between answers.</summary>
    public static TimeSpan LongestGap(IEnumerable<(long Milliseconds, bool Answered)> probe)
    {
        var answers = probe.Where(asked => asked.Answered).Select(asked => asked.Milliseconds).ToList();
        return TimeSpan.FromMilliseconds(answers.Zip(answers.Skip(1), (one, next) => next - one).DefaultIfEmpty(long.MaxValue / 10_000).Max());
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed: {await errors}{await output}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: false);
            throw;
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Runbooks.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run from a build below the repository.");
    }
}
