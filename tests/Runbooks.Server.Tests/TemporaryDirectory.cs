namespace Runbooks.Server.Tests;

/// <summary>A folder of a test's own, gone with it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("runbooks-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (tries < 20)
            {
                // A file that a server is still closing came back while the folder was being emptied.
                Thread.Sleep(50);
            }
        }
    }
}
