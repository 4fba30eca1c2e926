using System.Diagnostics;
using System.Text.Json;

namespace Runbooks.Lab.Ssh;

/// <summary>Real SSH hosts with a package to upgrade, for the test projects that link this file.</summary>
internal sealed class SshLab : IAsyncDisposable
{
    private static readonly string Script = Path.Combine(RepositoryRoot(), "tests/lab/ssh/lab.sh");

    private readonly string folder = $"/run/runbooks-lab-ssh-{Guid.NewGuid():N}"[..32];

    private SshLab()
    {
    }

    public IReadOnlyList<(string Name, string Address)> Hosts { get; private set; } = [];

    /// <summary>The private key of root.</summary>
    public string Key { get; private set; } = "";

    public string KnownHosts { get; private set; } = "";

    /// <summary>Skips the test where the lab is not asked for.</summary>
    public static void IsNeeded() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("RUNBOOKS_LAB_SSH") == "1",
        "the SSH lab is not asked for (RUNBOOKS_LAB_SSH=1, Debian 12, root; see tests/lab/ssh)");

    public static async Task<SshLab> UpAsync(int hosts)
    {
        var lab = new SshLab();
        var said = await RunAsync(Script, "up", lab.folder, hosts.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var json = JsonDocument.Parse(said.Output);
        lab.Hosts = [.. json.RootElement.GetProperty("hosts").EnumerateArray().Select(h => (h.GetProperty("name").GetString()!, h.GetProperty("address").GetString()!))];
        lab.Key = await File.ReadAllTextAsync(json.RootElement.GetProperty("key").GetString()!);
        lab.KnownHosts = await File.ReadAllTextAsync(json.RootElement.GetProperty("known").GetString()!);
        return lab;
    }

    /// <summary>Runs a command in a host, past its sshd, and gives its exit code and output.</summary>
    public Task<(int Exit, string Output)> OnAsync(string host, string command) => TryRunAsync(Script, "on", folder, host, "sh", "-c", command);

    public async Task<string> VersionAsync(string host) => (await OnAsync(host, "cat /usr/share/runbooks-demo/version")).Output.Trim();

    public async ValueTask DisposeAsync() => await RunAsync(Script, "down", folder);

    private static async Task<(int Exit, string Output)> RunAsync(string program, params string[] arguments)
    {
        var answer = await TryRunAsync(program, arguments);
        return answer.Exit == 0 ? answer : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {answer.Exit}: {answer.Output}");
    }

    private static async Task<(int Exit, string Output)> TryRunAsync(string program, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            // What it leaves running holds its standard error, but not its standard output.
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            var errors = process.ExitCode == 0 ? "" : await process.StandardError.ReadToEndAsync(patience.Token);
            return (process.ExitCode, await output + errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
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
