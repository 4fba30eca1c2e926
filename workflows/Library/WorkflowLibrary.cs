using System.Collections.Immutable;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Workflows.Library;

/// <summary>The shipped workflows.</summary>
public static class WorkflowLibrary
{
    private static readonly Lazy<ImmutableArray<ShippedWorkflow>> Loaded = new(Load);

    /// <summary>In order of id.</summary>
    public static ImmutableArray<ShippedWorkflow> All => Loaded.Value;

    private static ImmutableArray<ShippedWorkflow> Load()
    {
        var assembly = typeof(WorkflowLibrary).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.EndsWith(".yaml", StringComparison.Ordinal))
                .Select(name => ReadText(assembly.GetManifestResourceStream(name)!))
                .Select(text => new ShippedWorkflow(text, DefinitionReader.Read(text, DocumentFormat.Yaml)))
                .OrderBy(workflow => workflow.Id, StringComparer.Ordinal),
        ];
    }

    private static string ReadText(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <param name="Yaml">As it is shipped, comments included.</param>
public sealed record ShippedWorkflow(string Yaml, DefinitionReading Reading)
{
    public string Id => Reading.Definition?.Id ?? throw new InvalidOperationException($"A shipped workflow is broken: {Reading.Problems[0]}");
}
