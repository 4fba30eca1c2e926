using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Activities.Messaging.Sending;
using Runbooks.Server.Channels.Types;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Channels;

/// <summary>Says everything that is wrong with a channel at once, each with its place.</summary>
internal sealed partial class ChannelCheck(ChannelTypes types)
{
    private const int MostWorkflows = 200;
    private const int MostSecret = 4_000;

    /// <param name="secrets">Those that are given now.</param>
    /// <param name="stored">The names of those that it has already.</param>
    public async Task<IReadOnlyList<ProblemError>> CheckAsync(
        RunbooksDbContext db, ChannelEntity channel, IReadOnlyDictionary<string, string?> secrets, IReadOnlyCollection<string> stored, CancellationToken cancellation)
    {
        List<ProblemError> errors = [];
        if (!IdPattern().IsMatch(channel.Id)) errors.Add(new ProblemError("/id", "An id has 1 to 63 small letters, digits, '.', '_' or '-', and begins with a letter or digit."));
        if (string.IsNullOrWhiteSpace(channel.Name) || channel.Name.Length > 100) errors.Add(new ProblemError("/name", "A name has 1 to 100 characters."));
        if (channel.Kinds.Distinct().Count() != channel.Kinds.Count) errors.Add(new ProblemError("/kinds", "Each kind may be there once."));
        await CheckWorkflowsAsync(db, channel, errors, cancellation);
        if (types.Find(channel.Type) is not { } type)
            return [.. errors, new ProblemError("/type", $"There are no channels of the type '{channel.Type}'. There are: {string.Join(", ", types.All.Select(known => known.Name))}.")];
        var settings = JsonElement.Parse(channel.Settings);
        errors.AddRange(SettingsCheck.Check(settings, type.SettingsType, "/settings"));
        CheckSecrets(type, secrets, stored, errors);
        if (errors.Count == 0 && Refusal(type, settings, secrets, stored) is { } refusal) errors.Add(refusal);
        return errors;
    }

    private static async Task CheckWorkflowsAsync(RunbooksDbContext db, ChannelEntity channel, List<ProblemError> errors, CancellationToken cancellation)
    {
        if (channel.Workflows.Count > MostWorkflows)
        {
            errors.Add(new ProblemError("/workflows", $"{MostWorkflows} workflows at most are expected here."));
            return;
        }

        var known = await db.Workflows.Where(workflow => channel.Workflows.Contains(workflow.Id)).Select(workflow => workflow.Id).ToListAsync(cancellation);
        foreach (var (index, id) in channel.Workflows.Index())
            if (!known.Contains(id)) errors.Add(new ProblemError($"/workflows/{index}", $"There is no workflow '{id}'."));
    }

    private static void CheckSecrets(IChannelType type, IReadOnlyDictionary<string, string?> secrets, IReadOnlyCollection<string> stored, List<ProblemError> errors)
    {
        foreach (var (name, value) in secrets)
        {
            if (!type.SecretNames.Contains(name))
                errors.Add(new ProblemError($"/secrets/{name}", $"'{type.Name}' has no secret '{name}'. It has: {(type.SecretNames.Count == 0 ? "none" : string.Join(", ", type.SecretNames))}."));
            else if (value?.Length > MostSecret) errors.Add(new ProblemError($"/secrets/{name}", $"A secret has {MostSecret} characters at most."));
        }

        foreach (var name in type.SecretNames.Take(type.RequiredSecrets))
            if (secrets.TryGetValue(name, out var given) ? string.IsNullOrEmpty(given) : !stored.Contains(name)) errors.Add(new ProblemError($"/secrets/{name}", "Required and missing."));
    }

    /// <summary>Nothing is sent: it is only asked whether a message could be made. Of secrets, those that are given now are looked at.</summary>
    private static ProblemError? Refusal(IChannelType type, JsonElement settings, IReadOnlyDictionary<string, string?> secrets, IReadOnlyCollection<string> stored)
    {
        var values = type.SecretNames.Where(name => secrets.ContainsKey(name) || stored.Contains(name))
            .ToDictionary(name => name, name => secrets.TryGetValue(name, out var given) ? given ?? "" : "https://example.org/");
        try
        {
            type.Check(new ChannelCall(settings, values, new PlainMessage("a", "b"), "c"));
            return null;
        }
        catch (ActivityFailure failure)
        {
            var isSecret = type.SecretNames.Any(name => failure.Message.StartsWith(name, StringComparison.Ordinal));
            var member = failure.Message.Split(' ')[0];
            return new ProblemError($"/{(isSecret ? "secrets" : "settings")}/{member}", failure.Message);
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z")]
    private static partial Regex IdPattern();
}
