using System.Diagnostics;

namespace Runbooks.Lab.OpenStack;

/// <summary>A real Keystone and Nova whose two hosts only pretend, for the test projects that link this file.</summary>
internal static class OpenStackLab
{
    /// <summary>The lab is one for the whole machine.</summary>
    public const string Collection = "openstack lab";

    private static readonly string Script = Path.Combine(RepositoryRoot(), "tests/lab/openstack/lab.sh");

    private static readonly Lazy<Task<string>> Started = new(() => RunAsync("up"));

    /// <summary>Skips the test where the lab is not asked for.</summary>
    public static void IsNeeded() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("RUNBOOKS_LAB_OPENSTACK") == "1",
        "the OpenStack lab is not asked for (RUNBOOKS_LAB_OPENSTACK=1, Debian 12, root; see tests/lab/openstack)");

    /// <summary>The first of a process brings up what does not run yet, which takes a minute or two from nothing.</summary>
    public static Task StartAsync() => Started.Value;

    /// <summary>Runs <c>lab.sh</c>, and gives what it printed.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        using var process = Process.Start(new ProcessStartInfo(Script, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"lab.sh {string.Join(' ', arguments)} failed: {await errors}{await output}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: false);
            throw;
        }
    }

    /// <param name="name">Without what all begin with: <c>AUTH_URL</c>.</param>
    public static async Task<string> SettingAsync(string name)
    {
        var begin = $"RUNBOOKS_LAB_OPENSTACK_{name}=";
        return (await RunAsync("env")).Split('\n').Single(line => line.StartsWith(begin, StringComparison.Ordinal))[begin.Length..];
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Runbooks.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run from a build below the repository.");
    }
}
