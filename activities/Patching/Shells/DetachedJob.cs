using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Runbooks.Activities.Integration;

namespace Runbooks.Activities.Patching.Shells;

/// <summary>A command that runs in a session of its own, and goes on when whoever began it is gone: its output and its end are files of a
/// folder that has the key's name, so that a restarted server finds it again.</summary>
/// <param name="Command">A shell script. It begins in the job's folder.</param>
/// <param name="Files">Files of that folder, gone when the command has ended: they may hold secrets.</param>
internal sealed partial record DetachedJob(IShell Shell, string Command, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Folders of jobs are removed after a week, by the next that begins.</summary>
    private const int KeptDays = 7;

    private const int Chunk = 48 * 1024;

    /// <summary>A package manager may need a moment to leave its database whole.</summary>
    private const int GraceTenths = 100;

    public static string IdOf(string key) => IdempotencyKey.Of(key);

    /// <summary>Begins it, unless a job of this id was begun before.</summary>
    public async Task<string> StartAsync(string id, CancellationToken cancellation)
    {
        var script = new StringBuilder(Preamble(id));
        script.Append(CultureInfo.InvariantCulture, $"""
            mkdir -p "$root"
            find "$root" -mindepth 1 -maxdepth 1 -type d -mtime +{KeptDays} -exec rm -rf {"{}"} + 2>/dev/null
            mkdir "$d" 2>/dev/null || exit 0
            cat /proc/sys/kernel/random/boot_id > "$d/boot"

            """);
        foreach (var (name, content) in Files.Append(new("command", Command))) script.Append(FileOf(name, content));
        // The runner outlives a polite end of its group, to write down how the command ended.
        script.Append(FileOf("runner", $"trap : INT TERM HUP\necho $$ > pid\nsh ./command > out 2>&1 < /dev/null\necho $? > exit.new\nrm -f command {Secrets}\nmv exit.new exit\n"));
        script.Append("cd \"$d\" || exit 1\nsetsid -f sh ./runner > /dev/null 2>&1 < /dev/null\n");
        script.Append("i=0; while [ ! -s pid ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i + 1)); done\nexit 0\n");
        (await Shell.RunAsync(script.ToString(), cancellation)).Demand("The start of the job", Shell.Words);
        return id;
    }

    /// <summary>Whether a job of this id was begun.</summary>
    public async Task<bool> ExistsAsync(string id, CancellationToken cancellation) =>
        (await Shell.RunAsync(Preamble(id) + "[ -d \"$d\" ] && echo yes\nexit 0\n", cancellation)).Demand("A look for the job", Shell.Words).Trim() == "yes";

    /// <summary>How it stands, and what it said from a position on.</summary>
    public async Task<JobState> LookAsync(string id, long from, CancellationToken cancellation)
    {
        var script = Preamble(id) + string.Create(CultureInfo.InvariantCulture, $$"""
            lives() { kill -0 "$1" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
            state() {
              if [ ! -d "$d" ]; then echo gone
              elif [ -f "$d/exit" ]; then echo "exit $(cat "$d/exit")"
              elif [ "$(cat "$d/boot")" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then echo rebooted
              elif [ ! -s "$d/pid" ]; then echo unborn
              elif lives "$(cat "$d/pid")"; then echo running
              elif [ -f "$d/exit" ]; then echo "exit $(cat "$d/exit")"
              else echo lost; fi
            }
            s=$(state); [ -f "$d/cancelled" ] && s="$s cancelled"
            echo "$s"
            tail -c +{{from + 1}} "$d/out" 2>/dev/null | head -c {{Chunk}} | base64 -w0
            """);
        var answer = (await Shell.RunAsync(script, cancellation)).Demand("A look at the job", Shell.Words).Split('\n');
        var output = answer.Length > 1 ? Convert.FromBase64String(answer[1].Trim()) : [];
        return JobState.Of(answer[0], output, output.Length == Chunk);
    }

    /// <summary>Ends the command with all that it began: politely, then by force.</summary>
    /// <remarks>By TERM, because what a shell begins in the background ignores INT. What is left when the command itself has ended is no longer
    /// waited for.</remarks>
    public async Task CancelAsync(string id, CancellationToken cancellation)
    {
        var script = Preamble(id) + $$"""
            [ -f "$d/exit" ] && exit 0
            : > "$d/cancelled"
            p=$(cat "$d/pid" 2>/dev/null); [ -n "$p" ] || exit 0
            kill -s TERM -- "-$p"
            i=0; while [ ! -f "$d/exit" ] && [ $i -lt {{GraceTenths}} ]; do sleep 0.1; i=$((i + 1)); done
            kill -s KILL -- "-$p" 2>/dev/null
            cd "$d" && rm -f command {{Secrets}}
            exit 0
            """;
        (await Shell.RunAsync(script, cancellation)).Demand("The end of the job", Shell.Words);
    }

    private string Secrets => string.Join(' ', Files.Keys.Select(Quote.Word));

    private string Preamble(string id)
    {
        if (!Id().IsMatch(id)) throw new ArgumentException($"'{id}' is no id of a job.", nameof(id));
        return $"umask 077\nroot={Shell.JobFolder}\nd=\"$root\"/{id}\n";
    }

    private static string FileOf(string name, string content) =>
        $"base64 -d > \"$d\"/{Quote.Word(name)} <<'RUNBOOKS'\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}\nRUNBOOKS\n";

    [GeneratedRegex(@"^[0-9a-f]{32}\z")]
    private static partial Regex Id();
}

/// <param name="Exit">Null where it runs, or where that will never be known.</param>
/// <param name="Why">Why its end will never be known; null where it runs or has ended.</param>
/// <param name="More">There is more output already.</param>
internal sealed record JobState(int? Exit, string? Why, bool Cancelled, ReadOnlyMemory<byte> Output, bool More)
{
    public static JobState Of(string line, byte[] output, bool more)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var cancelled = words is [.., "cancelled"];
        return words switch
        {
            ["exit", var code, ..] => new(int.Parse(code, CultureInfo.InvariantCulture), null, cancelled, output, more),
            ["running", ..] => new(null, null, cancelled, output, more),
            ["unborn", ..] => new(null, "it was prepared, and never began", cancelled, output, more),
            ["rebooted", ..] => new(null, "the machine was restarted while it ran", cancelled, output, more),
            ["lost", ..] => new(null, "it was killed", cancelled, output, more),
            _ => new(null, "its files are gone", cancelled, output, more),
        };
    }
}
