using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities;
using Runbooks.Server.Http;

namespace Runbooks.Server.Triggers;

/// <summary>A trigger as it is sent: common members, and beside them those of its type.</summary>
internal sealed class TriggerDocument
{
    private static readonly string[] Common = ["id", "name", "workflow", "type", "enabled", "action", "inputs"];

    /// <summary>What answers carry and saving takes no notice of, so that what was read can be sent back.</summary>
    private static readonly string[] Answered = ["eTag", "pause", "status", "createdAt", "updatedAt", "updatedBy", "nextFireTimes", "origin"];

    private readonly JsonElement sent;

    private TriggerDocument(JsonElement sent) => this.sent = sent;

    public List<ProblemError> Errors { get; } = [];

    public string? Id => Text("id");

    public string? Name => Text("name")?.Trim();

    public string? Workflow => Text("workflow");

    public string? Type => Text("type");

    public JsonElement Inputs => Find("inputs") is { ValueKind: not JsonValueKind.Null } given ? given : JsonElement.Parse("{}");

    public bool? Enabled => Find("enabled") switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => Refuse<bool?>("enabled", "true or false is expected here."),
    };

    public TriggerAction? Action => Text("action") switch
    {
        null => null,
        "start" => TriggerAction.Start,
        "recommend" => TriggerAction.Recommend,
        _ => Refuse<TriggerAction?>("action", "One of start, recommend is expected here."),
    };

    public static TriggerDocument Read(JsonElement body)
    {
        var document = new TriggerDocument(body);
        if (body.ValueKind != JsonValueKind.Object) document.Errors.Add(new ProblemError("", "An object is expected here."));
        return document;
    }

    /// <summary>What is not common to all triggers.</summary>
    public JsonElement Settings(IEnumerable<string> view)
    {
        if (sent.ValueKind != JsonValueKind.Object) return JsonElement.Parse("{}");
        var rest = new JsonObject();
        foreach (var member in sent.EnumerateObject())
            if (!Common.Contains(member.Name) && !Answered.Contains(member.Name) && !view.Contains(member.Name))
                rest[member.Name] = JsonSerializer.SerializeToNode(member.Value);
        return JsonSerializer.SerializeToElement(rest, ActivityJson.Options);
    }

    private string? Text(string name) => Find(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => Refuse<string?>(name, "A text is expected here."),
    };

    private JsonElement? Find(string name) => sent.ValueKind == JsonValueKind.Object && sent.TryGetProperty(name, out var value) ? value : null;

    private T? Refuse<T>(string name, string message)
    {
        var error = new ProblemError($"/{name}", message);
        if (!Errors.Contains(error)) Errors.Add(error);
        return default;
    }
}
