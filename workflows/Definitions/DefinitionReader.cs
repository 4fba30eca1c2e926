using System.Text.Json;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Definitions.Text;

namespace Runbooks.Workflows.Definitions;

/// <summary>Reads definitions from YAML or JSON. Never throws for what the text holds.</summary>
public static class DefinitionReader
{
    /// <summary>Reads a definition and checks its form; the validator checks what it means.</summary>
    public static DefinitionReading Read(string text, DocumentFormat format)
    {
        try
        {
            var (document, source) = SourceAssembly.Assemble(ReadSource(text, format));
            return Read(document, source);
        }
        catch (SourceException error)
        {
            return new DefinitionReading(null, null, [new Problem("", Severity.Error, error.Message, null, error.At.Line, error.At.Column)]);
        }
    }

    /// <summary>Reads a definition that is JSON already.</summary>
    public static DefinitionReading Read(JsonElement document) => Read(document.GetRawText(), DocumentFormat.Json);

    private static DefinitionReading Read(JsonElement document, SourceMap source)
    {
        var problems = new ProblemList();
        var draft = new DefinitionMapper(problems).Map(document);
        return new DefinitionReading(document, problems.HasErrors ? null : draft, problems.Placed(source)) { Source = source, Draft = draft };
    }

    private static SourceNode ReadSource(string text, DocumentFormat format)
    {
        if (text.Length > SourceBounds.LongestText) throw new SourceException("The document is larger than 1 MB.", new Position(1, 1));
        var withoutMark = text.TrimStart('\uFEFF');
        return format is DocumentFormat.Yaml ? YamlSource.Read(withoutMark) : JsonSource.Read(withoutMark);
    }
}
