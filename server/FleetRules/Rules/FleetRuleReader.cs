using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.Http;

namespace Runbooks.Server.FleetRules.Rules;

/// <summary>Makes a rule of its settings, or says what is wrong with them, each with its place.</summary>
internal static class FleetRuleReader
{
    /// <summary>So many rounds may be missed before nobody knows whether a condition held on.</summary>
    private const int PatientRounds = 4;

    /// <summary>A restart takes some time too.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(1);

    /// <param name="interval">Between two rounds.</param>
    /// <param name="at">The JSON Pointer of the settings in what was sent.</param>
    /// <returns>The rule, or null and at least one problem.</returns>
    public static (FleetRule? Rule, IReadOnlyList<ProblemError> Problems) Read(FleetRuleSettings settings, TimeSpan interval, string at = "")
    {
        var problems = new List<ProblemError>();
        var where = string.IsNullOrWhiteSpace(settings.Where) ? null : Parse(settings.Where, settings.On, $"{at}/where", problems);
        var condition = Parse(settings.Condition, settings.On, $"{at}/condition", problems);
        var clear = string.IsNullOrWhiteSpace(settings.Clear) ? null : Parse(settings.Clear, settings.On, $"{at}/clear", problems);
        var patience = PatientRounds * interval;
        var timing = new RuleTiming(
            settings.For, patience > LeastPatience ? patience : LeastPatience, settings.Flapping.Most, settings.Flapping.Within);
        return problems.Count == 0 ? (new FleetRule(settings.On, where, condition!, clear, settings.Match, timing), problems) : (null, problems);
    }

    /// <summary>Reads and checks the shape too.</summary>
    public static bool TryRead(JsonElement sent, string at, [NotNullWhen(true)] out FleetRuleSettings? settings, out IReadOnlyList<ProblemError> problems)
    {
        problems = SettingsCheck.Check(sent, typeof(FleetRuleSettings), at);
        settings = problems.Count == 0 ? Of(sent) : null;
        return settings is not null;
    }

    public static FleetRuleSettings Of(JsonElement settings) => settings.Deserialize<FleetRuleSettings>(Activities.ActivityJson.Options)!;

    private static Selector? Parse(string text, SelectorSubject on, string at, List<ProblemError> problems)
    {
        try
        {
            var selector = Selector.Parse(text, on);
            if (selector.Inputs.Count == 0) return selector;
            problems.Add(new ProblemError(at, $"A rule has no inputs; write the value in place of inputs.{selector.Inputs.Order(StringComparer.Ordinal).First()}."));
        }
        catch (SelectorException error)
        {
            problems.Add(new ProblemError(at, $"At character {error.Position + 1}: {error.Message}"));
        }

        return null;
    }
}
