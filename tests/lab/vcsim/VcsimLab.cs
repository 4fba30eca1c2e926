using System.Diagnostics;
using System.Text.Json;

namespace Runbooks.Lab.Vcsim;

/// <summary>A vCenter simulator of its own process, for the test projects that link this file. Ends with <see cref="DisposeAsync"/>,
/// and with the process of the tests.</summary>
internal sealed class VcsimLab : IAsyncDisposable
{
    private static readonly string Binary = Path.Combine(RepositoryRoot(), "tests/lab/vcsim/bin/vcsim");

    private readonly Process _process;
    private readonly HttpClient _control;

    private VcsimLab(Process process, Announcement announced)
    {
        (_process, Announced) = (process, announced);
        _control = new HttpClient { BaseAddress = new Uri(announced.Control), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <param name="Vm">The native id of a running VM.</param>
    /// <param name="Deaf">The native id of a running VM whose guest ignores a shutdown.</param>
    internal sealed record Announcement(
        string Address, string Control, string Certificate, string Thumbprint, string User, string Password, string Vm, string Deaf);

    public Announcement Announced { get; }

    /// <summary>Skips the test where the simulator was not built.</summary>
    public static void IsNeeded() => Assert.SkipUnless(
        File.Exists(Binary),
        "vcsim is not built: it needs the Debian packages golang-go and golang-github-vmware-govmomi-dev (tests/lab/vcsim/vcsim.sh install, as root)");

    public static async Task<VcsimLab> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("vcsim ended at its start");
        return new VcsimLab(process, JsonSerializer.Deserialize<Announcement>(line)!);
    }

    /// <summary>Asks the simulator's control port, and gives its answer.</summary>
    public async Task<string> ControlAsync(string what, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(parameters.Select(each => KeyValuePair.Create(each.Name, each.Value)));
        using var response = await _control.PostAsync(what, form);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            // It removes the files of its datastores.
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Runbooks.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run from a build below the repository.");
    }
}
