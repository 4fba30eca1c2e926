using System.Reflection;
using Runbooks.Activities;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Catalogue;

/// <summary>The assemblies with activities that a site adds: <c>Runbooks:Activities:Assemblies</c> lists their files. They are code
/// that runs in the server, with all that it may do.</summary>
internal static class ActivityAssemblies
{
    private const string Key = "Runbooks:Activities:Assemblies";

    /// <exception cref="ConfigurationException">One of them cannot be used: a server without its activities would fail their workflows.</exception>
    public static IReadOnlyList<Assembly> Load(IConfiguration configuration) =>
        [.. configuration.GetSection(Key).GetChildren().Select(entry => Load(entry.Path, entry.Value ?? ""))];

    private static Assembly Load(string key, string file)
    {
        if (string.IsNullOrWhiteSpace(file)) throw new ConfigurationException(key, "names no file; give the path of an assembly (.dll).");
        var path = Path.GetFullPath(file);
        if (!File.Exists(path)) throw new ConfigurationException(key, $"there is no file {path}.");
        try
        {
            var assembly = new AddedAssembly(path).LoadFromAssemblyPath(path);
            if (assembly.GetExportedTypes().Any(type => type.IsDefined(typeof(ActivityAttribute)))) return assembly;
        }
        catch (ReflectionTypeLoadException error)
        {
            var reason = error.LoaderExceptions.OfType<Exception>().FirstOrDefault() ?? error;
            throw new ConfigurationException(key, $"{path} does not fit this server: {reason.Message} Build it against this server's Runbooks.Activities.");
        }
        catch (Exception error) when (error is BadImageFormatException or IOException)
        {
            throw new ConfigurationException(key, $"{path} is no .NET assembly that this server can load: {error.Message}");
        }

        throw new ConfigurationException(key, $"{path} has no public class with [Activity].");
    }
}
