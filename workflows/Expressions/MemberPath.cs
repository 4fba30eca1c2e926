using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runbooks.Workflows.Expressions;

/// <summary>An expression that only reads members (<c>steps.find.output.vms</c>), answered without JavaScript. Whatever JavaScript would
/// answer from a prototype is left to it.</summary>
internal sealed partial class MemberPath
{
    private readonly string _root;
    private readonly string[] _members;

    private MemberPath(string root, string[] members) => (_root, _members) = (root, members);

    public static MemberPath? TryParse(string text)
    {
        var match = Form().Match(text);
        return match.Success
            ? new MemberPath(match.Groups["root"].Value, [.. match.Groups["member"].Captures.Select(member => member.Value)])
            : null;
    }

    /// <returns>False where JavaScript has to answer, errors included.</returns>
    public bool TryRead(ExpressionScope scope, out JsonElement? value)
    {
        value = null;
        return _root switch
        {
            "inputs" => Follow(scope.Inputs, 0, out value),
            "item" => scope.Item is { } item && Follow(item, 0, out value),
            "vars" => _members.Length > 0 && scope.Variables.TryGetValue(_members[0], out var variable) && Follow(variable, 1, out value),
            _ => _members is [var id, "output", ..] && scope.Steps.TryGetValue(id, out var step) && step.Output is { } output
                 && Follow(output, 2, out value),
        };
    }

    private bool Follow(JsonElement from, int next, out JsonElement? value)
    {
        value = null;
        for (; next < _members.Length; next++)
            if (!TryStep(from, _members[next], out from)) return false;
        value = from;
        return true;
    }

    private static bool TryStep(JsonElement from, string member, out JsonElement to)
    {
        to = default;
        if (from.ValueKind is JsonValueKind.Object) return from.TryGetProperty(member, out to);
        if (from.ValueKind is not JsonValueKind.Array) return false;
        var length = from.GetArrayLength();
        if (member is "length") to = JsonSerializer.SerializeToElement(length);
        else if (int.TryParse(member, out var index) && index < length) to = from[index];
        else return false;
        return true;
    }

    [GeneratedRegex(@"^\s*(?<root>inputs|steps|vars|item)(?:\.(?<member>[A-Za-z_$][A-Za-z0-9_$]*)|\[(?<member>0|[1-9][0-9]{0,8})\]|\['(?<member>[A-Za-z0-9_.:-]+)'\])*\s*\z")]
    private static partial Regex Form();
}
