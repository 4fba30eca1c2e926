using System.Text.Encodings.Web;
using System.Text.Json;
using Runbooks.Workflows.Definitions.Text;

namespace Runbooks.Workflows.Definitions;

/// <summary>Writes definition documents, for people and git. What is written is read back as the same document.</summary>
public static class DefinitionWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToYaml(JsonElement document) => YamlText.Write(document);

    public static string ToJson(JsonElement document) => JsonSerializer.Serialize(document, Indented) + "\n";
}
