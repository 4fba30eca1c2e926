using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>A request, which is refused where it says more than is understood.</summary>
internal sealed class Call(HttpRequest request, string body, string[] path, User user, string requestId)
{
    private readonly HashSet<string> _read = [];

    public User User => user;

    /// <summary>Under which Nova records what this call begins.</summary>
    public string RequestId => requestId;

    public string this[int part] => path[part];

    public JsonElement Body { get; } = body.Length == 0 ? default : JsonElement.Parse(body);

    public string? Get(string name)
    {
        _read.Add(name);
        return request.Query.TryGetValue(name, out var value) ? value[0] : null;
    }

    /// <summary>The only member of the body, an object with none but these members.</summary>
    public JsonElement Object(string member, params string[] allowed) => Checked(Only(member), allowed);

    public JsonElement Only(string member)
    {
        Checked(Body, member);
        return Body.TryGetProperty(member, out var value) ? value : throw Refusal.BadRequest($"Invalid input for field/attribute {member}. '{member}' is a required property");
    }

    public static JsonElement Checked(JsonElement value, params string[] allowed)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Refusal.BadRequest("Invalid input: an object is required");
        var unknown = value.EnumerateObject().Where(member => !allowed.Contains(member.Name)).Select(member => member.Name).ToList();
        return unknown.Count == 0 ? value : throw Refusal.BadRequest($"Additional properties are not allowed ('{unknown[0]}' was unexpected)");
    }

    public void NeedAdministrator(string rule)
    {
        if (!user.IsAdministrator) throw Refusal.Forbidden(rule);
    }

    public void RefuseUnread()
    {
        var unread = request.Query.Keys.FirstOrDefault(name => !_read.Contains(name));
        if (unread is not null) throw Refusal.BadRequest($"Additional properties are not allowed ('{unread}' was unexpected)");
    }
}

internal sealed record User(string Name, string Project, bool IsAdministrator);
