using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

/// <summary>Plain values only: what Windows PowerShell makes of others differs from what newer ones make of them.</summary>
[Cmdlet("ConvertTo", "Json")]
public sealed class ConvertToJson : PSCmdlet
{
    [Parameter(Mandatory = true)]
    public object InputObject { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public int Depth { get; set; }

    [Parameter(Mandatory = true)]
    public SwitchParameter Compress { get; set; }

    protected override void ProcessRecord() => WriteObject(Write(InputObject, 0)!.ToJsonString());

    private JsonNode? Write(object? value, int depth)
    {
        if (depth > Depth) throw new InvalidOperationException("The answer is deeper than -Depth, and would be cut off");
        value = value is PSObject wrapped ? wrapped.BaseObject : value;
        return value switch
        {
            null => null,
            IDictionary dictionary => new JsonObject(dictionary.Cast<DictionaryEntry>().Select(each => KeyValuePair.Create((string)each.Key, Write(each.Value, depth + 1)))),
            string or bool or int or long or double or ulong or uint => JsonSerializer.SerializeToNode(value, value.GetType()),
            object?[] items => new JsonArray([.. items.Select(item => Write(item, depth + 1))]),
            _ => throw new InvalidOperationException($"A {value.GetType()} was to be written as JSON; make a plain value of it"),
        };
    }
}

[Cmdlet("ConvertFrom", "Json")]
public sealed class ConvertFromJson : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public string InputObject { get; set; } = null!;

    protected override void ProcessRecord()
    {
        using var document = JsonDocument.Parse(InputObject);
        WriteObject(Read(document.RootElement));
    }

    private static object? Read(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var read = new PSObject();
                foreach (var member in value.EnumerateObject()) read.Properties.Add(new PSNoteProperty(member.Name, Read(member.Value)));
                return read;
            case JsonValueKind.Array: return value.EnumerateArray().Select(Read).ToArray();
            case JsonValueKind.String: return value.GetString();
            case JsonValueKind.Number: return value.TryGetInt32(out var small) ? small : value.TryGetInt64(out var large) ? large : value.GetDecimal();
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            default: return null;
        }
    }
}
