using System.Globalization;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>A data directory belongs to one process: two would execute every run twice. The lock goes with the process, however it
/// ends.</summary>
public sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(string directory, FileStream file)
    {
        Directory = directory;
        _file = file;
    }

    public string Directory { get; }

    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        directory = Path.GetFullPath(directory);
        System.IO.Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            WriteProcessId(file);
            return new DataDirectoryLock(directory, file);
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new DataDirectoryInUseException(directory, path, e);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The file stays when the lock is let go, as removing it would race with the next taker.</summary>
    private static void WriteProcessId(FileStream file)
    {
        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        file.Flush();
    }

    /// <summary>EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}

/// <summary>Another process has the data directory. The server exits with 78.</summary>
public sealed class DataDirectoryInUseException(string directory, string lockFile, Exception inner) : Exception(
    $"The data directory {directory} is in use by another process (its id is in {lockFile}). Nothing was changed. "
    + "Stop that process, or give this one a data directory of its own.",
    inner)
{
    public string DataDirectory { get; } = directory;
}
