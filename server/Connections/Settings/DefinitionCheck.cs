using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Runbooks.Activities;
using Runbooks.Server.Http;

namespace Runbooks.Server.Connections.Settings;

/// <summary>Makes a definition of what was written for a connection, or says what is wrong with it.</summary>
internal sealed partial class DefinitionCheck(PlatformFactories factories, TimeProvider time)
{
    /// <param name="secrets">All that the connection has then, also those that were given earlier.</param>
    /// <returns>The definition, or at least one error.</returns>
    public (ConnectionDefinition? Definition, IReadOnlyList<ProblemError> Errors) Check(
        string id, string name, string platform, ConnectionMode mode, JsonElement settings, IReadOnlyDictionary<string, string> secrets, ConnectionOrigin origin)
    {
        var errors = new List<ProblemError>();
        if (!IdPattern().IsMatch(id)) errors.Add(new ProblemError("/id", "An id has 1 to 63 small letters, digits, '.', '_' or '-', and begins with a letter or digit."));
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100) errors.Add(new ProblemError("/name", "A name has 1 to 100 characters."));
        if (factories.Find(platform) is not { } factory)
        {
            errors.Add(new ProblemError("/platform", $"There is no platform '{platform}'. There are: {string.Join(", ", factories.All.Select(known => known.Platform))}."));
            return (null, errors);
        }

        errors.AddRange(SettingsCheck.Check(settings, factory.SettingsType, "/settings"));
        errors.AddRange(secrets.Keys.Except(factory.SecretNames).Select(unknown => new ProblemError(
            $"/secrets/{unknown}", $"'{platform}' has no secret '{unknown}'. It has: {Listed(factory.SecretNames)}.")));
        var definition = new ConnectionDefinition(id, name.Trim(), platform, mode, settings, secrets, origin);
        if (errors.Count == 0 && Refusal(definition) is { } refusal) errors.Add(new ProblemError("/settings", refusal));
        return (errors.Count == 0 ? definition : null, errors);
    }

    /// <summary>Secrets may be written among the settings, where the platform's documentation has them; they are kept as secrets.</summary>
    public (JsonElement Settings, IReadOnlyDictionary<string, string> Secrets) Part(string platform, JsonElement settings)
    {
        var names = factories.Find(platform)?.SecretNames ?? [];
        if (settings.ValueKind != JsonValueKind.Object) return (settings, new Dictionary<string, string>());
        var rest = JsonObject.Create(settings)!;
        var found = names
            .Where(name => rest[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String)
            .ToDictionary(name => name, name => rest[name]!.GetValue<string>());
        foreach (var name in found.Keys) rest.Remove(name);
        return (JsonSerializer.SerializeToElement(rest), found);
    }

    private string? Refusal(ConnectionDefinition definition)
    {
        try
        {
            // It opens nothing: it is only asked whether the settings will do.
            _ = factories.Create(definition, time).DisposeAsync().AsTask();
            return null;
        }
        catch (ActivityFailure refused)
        {
            return refused.Message;
        }
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z")]
    private static partial Regex IdPattern();
}
