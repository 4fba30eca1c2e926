using System.Collections.Immutable;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Server.Workflows;

/// <summary>Reads definitions and finds everything that is wrong with them.</summary>
internal sealed class DefinitionCheck(Func<DefinitionReading, ImmutableArray<Problem>> validate)
{
    public (DefinitionReading Reading, ImmutableArray<Problem> Problems) Check(DefinitionText text)
    {
        var reading = DefinitionReader.Read(text.Text, text.Format);
        return (reading, validate(reading));
    }

    public ImmutableArray<Problem> CheckJson(string json) => Check(new DefinitionText(json, DocumentFormat.Json)).Problems;
}
