using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runbooks.Workflows.Definitions.Reading;

/// <summary>Makes the workflow from its document, and says what is wrong with the form of the document.</summary>
internal sealed partial class DefinitionMapper(ProblemList problems)
{
    /// <summary>Keys of the document that the engine does not read: applied by the server, or the designer's own.</summary>
    private static readonly string[] CarriedAlong = ["triggers", "layout", "notes"];

    /// <returns>The workflow as far as it could be made out; null where the document is not even an object.</returns>
    public WorkflowDefinition? Map(JsonElement document)
    {
        if (ObjectReader.Of(document, "", problems, "A workflow") is not { } root) return null;
        ReadApiVersion(root);
        var definition = new WorkflowDefinition
        {
            Id = ReadId(root),
            Name = root.Text("name"),
            Description = root.Text("description", longest: 10_000),
            Inputs = new InputMapper(problems).Map(root),
            Outputs = ReadOutputs(root),
            Policy = PolicyMapper.Map(root),
            Body = new StepMapper(problems).MapBody(root, step: null),
        };
        foreach (var name in CarriedAlong) root.Take(name);
        root.Finish();
        return definition;
    }

    private static void ReadApiVersion(ObjectReader root)
    {
        if (root.Text("apiVersion") is { } version && version != WorkflowDefinition.CurrentApiVersion)
            root.Error("apiVersion", $"has to be {WorkflowDefinition.CurrentApiVersion}, the only version that this server reads.");
    }

    private string ReadId(ObjectReader root)
    {
        var id = root.Text("id");
        if (id is null && root.Take("id") is null) problems.Error("", "The workflow has no 'id', such as power-off-idle-test-vms.");
        else if (id is not null && !Slug().IsMatch(id))
            root.Error("id", "has to begin with a letter and hold only small letters, digits and single hyphens; at most 100 characters.");
        return id ?? "";
    }

    private static ImmutableArray<KeyValuePair<string, JsonElement>> ReadOutputs(ObjectReader root)
    {
        if (root.Take("outputs") is not { } outputs) return [];
        if (outputs.ValueKind is JsonValueKind.Object)
            return [.. outputs.EnumerateObject().Select(output => KeyValuePair.Create(output.Name, output.Value))];
        root.Error("outputs", "has to be an object: name: value.");
        return [];
    }

    [GeneratedRegex(@"^(?=.{1,100}\z)[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Slug();
}
