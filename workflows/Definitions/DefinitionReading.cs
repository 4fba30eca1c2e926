using System.Collections.Immutable;
using System.Text.Json;

namespace Runbooks.Workflows.Definitions;

/// <summary>What reading a definition gave.</summary>
/// <param name="Document">The document as JSON, everything kept; null where the text is not YAML or JSON.</param>
/// <param name="Definition">The workflow; null where the document has errors.</param>
/// <param name="Problems">What is wrong with the document's form, in the order of its lines.</param>
public sealed record DefinitionReading(JsonElement? Document, WorkflowDefinition? Definition, ImmutableArray<Problem> Problems)
{
    internal SourceMap Source { get; init; } = SourceMap.Empty;

    /// <summary>The workflow as far as it could be made out, for further checks.</summary>
    internal WorkflowDefinition? Draft { get; init; }

    /// <summary>Where a value stands in the text that was read; the nearest enclosing one where the pointer leads nowhere.</summary>
    public Position? PositionOf(string pointer) => Source.Find(pointer);
}

/// <summary>From 1.</summary>
public readonly record struct Position(int Line, int Column);
