using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Runbooks.Server.FleetRules.Deciding;

namespace Runbooks.Server.FleetRules.Watching;

/// <summary>Where an object stands with a rule. One that is clear, and has not fired lately, has no row.</summary>
[EntityTypeConfiguration(typeof(FleetRuleStateMapping))]
public sealed class FleetRuleStateEntity
{
    public required string TriggerId { get; init; }

    /// <summary>The object's stable identity; empty for the whole rule.</summary>
    public required string Object { get; init; }

    /// <summary><c>pending</c>, <c>firing</c>, <c>flapping</c>, …</summary>
    public required string State { get; set; }

    public required DateTimeOffset Since { get; set; }

    public required DateTimeOffset Episode { get; set; }

    /// <summary>When it last fired or would have, the oldest first.</summary>
    public List<DateTimeOffset> Starts { get; set; } = [];

    public string? RunId { get; set; }

    /// <summary>Which rule it stands with; states of another do not count.</summary>
    public required string Rule { get; set; }

    internal ObjectState Read() => new(Enum.Parse<Standing>(State, ignoreCase: true), Since, Episode, [.. Starts], RunId);

    internal static FleetRuleStateEntity Of(string trigger, string rule, string id, ObjectState state) => new()
    {
        TriggerId = trigger, Object = id, Rule = rule, State = state.Standing.ToString(), Since = state.Since, Episode = state.Episode, Starts = [.. state.Starts], RunId = state.Run,
    };
}

/// <summary>When a rule was looked at while something was pending, and which rule that was.</summary>
[EntityTypeConfiguration(typeof(FleetRuleRoundMapping))]
public sealed class FleetRuleRoundEntity
{
    public required string TriggerId { get; init; }

    /// <summary>Which rule it was.</summary>
    public required string Rule { get; set; }

    public required DateTimeOffset At { get; set; }
}

internal sealed class FleetRuleStateMapping : IEntityTypeConfiguration<FleetRuleStateEntity>
{
    public void Configure(EntityTypeBuilder<FleetRuleStateEntity> builder)
    {
        builder.ToTable("fleet_rule_states");
        builder.HasKey(state => new { state.TriggerId, state.Object });
    }
}

internal sealed class FleetRuleRoundMapping : IEntityTypeConfiguration<FleetRuleRoundEntity>
{
    public void Configure(EntityTypeBuilder<FleetRuleRoundEntity> builder)
    {
        builder.ToTable("fleet_rule_rounds");
        builder.HasKey(round => round.TriggerId);
    }
}
