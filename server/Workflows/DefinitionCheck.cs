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

    /// <summary>Checks a draft as it was written, so that lines are those that its author sees.</summary>
    public ImmutableArray<Problem> CheckDraft(WorkflowEntity workflow) => Read(workflow).Problems;

    public (DefinitionReading Reading, ImmutableArray<Problem> Problems) Read(WorkflowEntity workflow) => Check(workflow.DraftYaml is { } yaml
        ? new DefinitionText(yaml, DocumentFormat.Yaml)
        : new DefinitionText(workflow.Draft, DocumentFormat.Json));
}
