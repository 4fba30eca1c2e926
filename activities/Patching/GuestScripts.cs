using System.Text.RegularExpressions;
using Runbooks.Activities.Patching.Shells;

namespace Runbooks.Activities.Patching;

/// <summary>What guests are asked by a shell: their packages, their boot, whether they want a restart. Debian and Red Hat, and their kin.</summary>
internal static partial class GuestScripts
{
    private const string Boot = "/proc/sys/kernel/random/boot_id";

    private const string List = """
        list() {
          if command -v dpkg-query >/dev/null 2>&1; then
            dpkg-query -W -f '${binary:Package} ${db:Status-Status} ${Version}\n' | awk '$2 == "installed" { print $1 " " $3 }'
          elif command -v rpm >/dev/null 2>&1; then
            rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE}\n'
          fi | LC_ALL=C sort
        }

        """;

    /// <summary>Keeps the list of packages in the guest, unless an earlier execution did, and gives the id of its boot.</summary>
    public static string Remember(IShell shell, string id) => Folder(shell, id) + List + $$"""
        mkdir -p "$root" || exit 1
        find "$root" -mindepth 1 -maxdepth 1 -type f -mtime +7 -exec rm -f {} + 2>/dev/null
        if [ ! -f "$before" ]; then list > "$before.new" && cat {{Boot}} > "$before.boot" && mv "$before.new" "$before"; fi
        cat "$before.boot"
        """;

    /// <summary>The id of the boot now, whether a restart is wanted, and what differs from the list that was kept.</summary>
    public static string Compare(IShell shell, string id) => Folder(shell, id) + List + $$"""
        cat {{Boot}}
        if [ -e /var/run/reboot-required ]; then echo restart
        elif command -v needs-restarting >/dev/null 2>&1 && ! needs-restarting -r >/dev/null 2>&1; then echo restart
        else echo none; fi
        list > "$before.now"
        LC_ALL=C comm -3 "$before" "$before.now"
        rm -f "$before.now"
        """;

    /// <summary>What an upgrade would change, by the package lists as they are; nothing is fetched.</summary>
    public const string Pending = """
        if command -v apt-get >/dev/null 2>&1; then apt-get -s -q -o Debug::NoLocking=1 dist-upgrade
        elif command -v dnf >/dev/null 2>&1; then dnf -q -C check-update; fi
        exit 0
        """;

    public const string BootId = "cat " + Boot;

    /// <summary>Restarts the guest, unless it has restarted since that boot.</summary>
    public static string Restart(string boot) => $$"""
        [ "$(cat {{Boot}})" = {{Quote.Word(boot)}} ] || exit 0
        (sleep 1; systemctl reboot || reboot) > /dev/null 2>&1 < /dev/null &
        exit 0
        """;

    /// <summary>Of <see cref="Pending"/>: what apt would install, or dnf has updates for.</summary>
    public static IReadOnlyList<PackageChange> ReadPending(string output) =>
    [
        .. AptLine().Matches(output).Select(match => new PackageChange(
            match.Groups["name"].Value, match.Groups["from"] is { Success: true } from ? from.Value : null, match.Groups["to"].Value)),
        .. DnfLine().Matches(output).Select(match => new PackageChange(match.Groups["name"].Value, null, match.Groups["to"].Value)),
    ];

    /// <summary>Of the last lines of <see cref="Compare"/>: what was is at the margin, what is now is indented.</summary>
    public static IReadOnlyList<PackageChange> ReadChanges(IEnumerable<string> lines)
    {
        var changes = new SortedDictionary<string, PackageChange>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.Trim().Split(' ') is not [var name, var version]) continue;
            var known = changes.GetValueOrDefault(name) ?? new PackageChange(name, null, null);
            changes[name] = line.StartsWith('\t') ? known with { To = version } : known with { From = version };
        }

        return [.. changes.Values];
    }

    private static string Folder(IShell shell, string id) => $"umask 077\nroot={shell.JobFolder}\nbefore=\"$root\"/{id}.packages\n";

    [GeneratedRegex(@"^Inst (?<name>\S+)(?: \[(?<from>[^\]]+)\])? \((?<to>\S+)", RegexOptions.Multiline)]
    private static partial Regex AptLine();

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9][^\s.]*)\.(?:x86_64|aarch64|noarch|i686|s390x|ppc64le)\s+(?<to>\S+)\s+\S+\s*$", RegexOptions.Multiline)]
    private static partial Regex DnfLine();
}
