using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Selectors;
using Runbooks.Workflows.Definitions.Schemas;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Checks selectors with the workflow's inputs bound to values of their types.</summary>
internal sealed class SelectorChecks(WorkflowDefinition definition)
{
    /// <returns>Why the text does not fit its format; null where it does.</returns>
    public string? Check(string format, string text) => format switch
    {
        Formats.VmSelector => Select(text, TargetKind.Vm),
        Formats.HostSelector => Select(text, TargetKind.Host),
        _ => TextFormats.Check(format, text),
    };

    private string? Select(string text, TargetKind kind)
    {
        try
        {
            var selector = Selector.Parse(text, kind);
            if (selector.Inputs.Count is 0) return null;
            var names = definition.Inputs.Select(input => input.Name).ToList();
            foreach (var name in selector.Inputs.Where(name => !names.Contains(name)))
                return $"reads inputs.{name}, which the workflow does not have{Suggestion.For(name, names)}";
            return Bind(selector);
        }
        catch (SelectorException error)
        {
            return $"is not a selector: {error.Message} (at character {error.Position + 1})";
        }
    }

    /// <summary>A text may stand for a name or for a duration: one sample that fits is enough.</summary>
    private string? Bind(Selector selector)
    {
        string? misfit = null;
        foreach (var text in (string[])["PT1H", "x"])
        {
            try
            {
                selector.Bind(definition.Inputs.Where(input => selector.Inputs.Contains(input.Name)).DistinctBy(input => input.Name)
                    .ToDictionary(input => input.Name, input => Sample(input, text)));
                return null;
            }
            catch (SelectorException error)
            {
                misfit ??= $"does not fit the type of an input: {error.Message} (at character {error.Position + 1})";
            }
        }

        return misfit;
    }

    private static JsonElement Sample(InputDefinition input, string text)
    {
        if (input.Default is { } given) return given;
        if (input.Schema.TryGetProperty("enum", out var values) && values.ValueKind is JsonValueKind.Array && values.GetArrayLength() > 0) return values[0];
        return JsonElement.Parse((input.Schema.TryGetProperty("type", out var type) ? type.ToString() : "string") switch
        {
            "number" or "integer" => "1",
            "boolean" => "true",
            "array" => $"[\"{text}\"]",
            _ => $"\"{text}\"",
        });
    }
}
