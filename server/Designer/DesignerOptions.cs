using Runbooks.Server.Hosting;

namespace Runbooks.Server.Designer;

/// <summary>Bound from <c>Runbooks:Designer</c>.</summary>
internal sealed class DesignerOptions : ICheckedOptions
{
    /// <summary>The folder of the built designer; beside the server's binaries unless given.</summary>
    public string Directory { get; init; } = Path.Combine(AppContext.BaseDirectory, "designer");

    public IEnumerable<(string Key, string Message)> Problems()
    {
        if (string.IsNullOrWhiteSpace(Directory)) yield return (nameof(Directory), "must name a folder, or not be set.");
    }
}
