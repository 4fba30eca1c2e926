using System.Collections.Immutable;
using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Session;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <summary>Custom attributes are the tags here: they have names and values, as tags have, and come with the same read as all else
/// (tags.decision.md).</summary>
internal sealed class CustomAttributes(IReadOnlyDictionary<string, string> names)
{
    public static async Task<CustomAttributes> ReadAsync(OpenSession session, CancellationToken cancellation)
    {
        if (session.Content.CustomFields is not { } manager) return new CustomAttributes(new Dictionary<string, string>());
        var found = await PropertyReader.OneAsync(session, manager, ["field"], cancellation);
        var names = new Dictionary<string, string>();
        foreach (var field in found?.Items("field") ?? [])
        {
            if (IsOfVms(field) && field.Text("key") is { } key) names[key] = field.Text("name") ?? key;
        }

        return new CustomAttributes(names);
    }

    /// <summary>An attribute without a value counts as none: that is how vCenter removes one from a VM.</summary>
    public ImmutableSortedDictionary<string, string> Of(ObjectProperties vm)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var value in vm.Items("customValue"))
        {
            if (!names.TryGetValue(value.Text("key") ?? "", out var name)) continue;
            var text = value.Text("value") ?? "";
            if (text.Length > 0) tags[name] = text;
            else tags.Remove(name);
        }

        return tags.ToImmutable();
    }

    public string? KeyOf(string name) => names.FirstOrDefault(pair => pair.Value == name).Key;

    private static bool IsOfVms(XElement field) => field.Text("managedObjectType") is null or "" or "VirtualMachine";
}
