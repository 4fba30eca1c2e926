using System.Diagnostics.CodeAnalysis;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Data;

/// <summary>The folder that holds all state. A relative setting is relative to the working directory.</summary>
public sealed class DataDirectory
{
    public const string Key = "Runbooks:DataDirectory";

    private DataDirectory(string path) => Path = path;

    public string Path { get; }

    /// <summary>Finds the folder in the configuration, and makes it where it is missing, for its owner alone.</summary>
    /// <exception cref="ConfigurationException">The folder cannot be made or written to.</exception>
    public static DataDirectory Open(IConfiguration configuration)
    {
        var path = System.IO.Path.GetFullPath(configuration[Key] is { Length: > 0 } set ? set : "data");
        try
        {
            Make(path);
            return new DataDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(Key, $"the folder {path} cannot be used: {error.Message}");
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder inside, made where it is missing.</summary>
    public DirectoryInfo Folder(string name) => Make(File(name));

    [SuppressMessage("Interoperability", "CA1416", Justification = "Guarded by the check of the operating system.")]
    private static DirectoryInfo Make(string path) =>
        OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
