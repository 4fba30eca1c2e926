using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>The state file: one entry a line, written before it is acted on, so that a killed process leaves what the platform would
/// have kept. Several processes may share it: each reads what the others added before it adds something.</summary>
internal sealed class Journal(string path)
{
    private const int CondenseAbove = 5_000;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private long _read;

    /// <summary>Lines read so far.</summary>
    public int Lines { get; private set; }

    public bool IsLong => Lines > CondenseAbove;

    /// <summary>Whether another process has written since.</summary>
    public bool HasNews => Guarded(() => new FileInfo(path) is { Exists: true } file ? file.Length != _read : _read != 0);

    /// <summary>Keeps other processes out until it is disposed. The operating system lets go of it when this process is killed.</summary>
    public IDisposable Enter() => Guarded(() =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(2))
        {
            try
            {
                return File.OpenHandle(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < LockPatience)
            {
                Thread.Sleep(2);
            }
        }
    });

    /// <summary>Whether the file was made anew by another process, so that what was read of it no longer counts.</summary>
    public bool WasReplaced() => Guarded(() => _read > 0 && (!File.Exists(path) || new FileInfo(path).Length < _read));

    /// <summary>Entries that were added since, by anyone. Call it inside <see cref="Enter"/>.</summary>
    public List<FleetEntry> ReadNews() => Guarded(() =>
    {
        if (WasReplaced()) (_read, Lines) = (0, 0);
        using var file = Open();
        var entries = new List<FleetEntry>();
        var text = new byte[RandomAccess.GetLength(file) - _read];
        var length = RandomAccess.Read(file, text, _read);
        var whole = text.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
        foreach (var line in Encoding.UTF8.GetString(text, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            entries.Add(JsonSerializer.Deserialize<FleetEntry>(line, Json)!);
        // What follows the last line end was cut off by a kill: it never happened.
        if (whole < text.Length) RandomAccess.SetLength(file, _read + whole);
        (_read, Lines) = (_read + whole, Lines + entries.Count);
        return entries;
    });

    /// <summary>Adds an entry in one write. Call it inside <see cref="Enter"/>, with all news read.</summary>
    public void Append(FleetEntry entry) => Guarded(() =>
    {
        using var file = Open();
        var line = Line(entry);
        RandomAccess.Write(file, line, _read);
        (_read, Lines) = (_read + line.Length, Lines + 1);
        return line.Length;
    });

    /// <summary>Replaces the file by a shorter one of the same meaning. Call it inside <see cref="Enter"/>.</summary>
    public void Replace(IEnumerable<FleetEntry> entries) => Guarded(() =>
    {
        var lines = entries.Select(Line).ToList();
        using (var file = File.Create(path + ".new"))
        {
            foreach (var line in lines) file.Write(line);
        }

        File.Move(path + ".new", path, overwrite: true);
        (_read, Lines) = (lines.Sum(line => (long)line.Length), lines.Count);
        return lines.Count;
    });

    private static byte[] Line(FleetEntry entry) => [.. JsonSerializer.SerializeToUtf8Bytes(entry, Json), (byte)'\n'];

    private SafeFileHandle Open() =>
        File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new PlatformException(
                PlatformError.Unreachable, $"simulated: the state file {path} cannot be used: {error.Message}", inner: error);
        }
    }
}
