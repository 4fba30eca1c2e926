using System.Diagnostics;
using System.Text.RegularExpressions;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Server.Tests.Runs.Lab;

/// <summary>How a guest came to be off.</summary>
public enum Stop
{
    /// <summary>By its own doing, asked by ACPI.</summary>
    Shutdown,

    /// <summary>By force.</summary>
    Destroyed,
}

/// <summary>What the two libvirtd themselves say of their guests, heard by virsh, from outside the server.</summary>
internal sealed partial class PlatformEvents : IDisposable
{
    private readonly List<Process> listeners = [];
    private readonly List<(string Guest, Stop How)> stops = [];
    private readonly List<string> other = [];

    private PlatformEvents()
    {
    }

    /// <summary>In order, each one as often as it was.</summary>
    public IReadOnlyList<(string Guest, Stop How)> Stops
    {
        get
        {
            lock (stops) return [.. stops];
        }
    }

    /// <summary>Everything else that was done to a guest: starts, suspensions, crashes.</summary>
    public IReadOnlyList<string> Other
    {
        get
        {
            lock (stops) return [.. other];
        }
    }

    public static async Task<PlatformEvents> ListenAsync(params string[] uris)
    {
        var events = new PlatformEvents();
        foreach (var uri in uris) events.Listen(uri);
        foreach (var uri in uris) await LibvirtLab.VirshAsync(uri, "version");
        return events;
    }

    public void Dispose()
    {
        foreach (var listener in listeners)
        {
            listener.Kill();
            listener.Dispose();
        }
    }

    private void Listen(string uri)
    {
        var start = new ProcessStartInfo("stdbuf", ["-oL", "virsh", "-c", uri, "event", "--event", "lifecycle", "--loop"]) { RedirectStandardOutput = true };
        var listener = Process.Start(start)!;
        listener.OutputDataReceived += (_, line) => Read(line.Data);
        listener.BeginOutputReadLine();
        listeners.Add(listener);
    }

    private void Read(string? line)
    {
        if (line is null || Lifecycle().Match(line) is not { Success: true } match) return;
        var (guest, what) = (match.Groups["guest"].Value, match.Groups["what"].Value);
        lock (stops)
        {
            if (what == "Stopped Shutdown") stops.Add((guest, Stop.Shutdown));
            else if (what == "Stopped Destroyed") stops.Add((guest, Stop.Destroyed));
            // The first half of every end that a guest makes itself.
            else if (!what.StartsWith("Shutdown Finished", StringComparison.Ordinal)) other.Add(line);
        }
    }

    [GeneratedRegex("event 'lifecycle' for domain '(?<guest>[^']+)': (?<what>.+)$")]
    private static partial Regex Lifecycle();
}
