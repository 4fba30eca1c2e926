using System.Security.Cryptography;
using System.Text;
using Runbooks.Activities.Fleet;

namespace Runbooks.Server.FleetRules.Deciding;

/// <summary>What may come of a firing.</summary>
internal enum Consequence
{
    /// <summary>The rule's action is carried out.</summary>
    Acts,

    /// <summary>Much of a cluster fired together: people are told, and nothing starts.</summary>
    Storm,

    /// <summary>It has come and gone too often lately.</summary>
    Flapping,

    /// <summary>A run has the object in hand or changed it just now.</summary>
    SelfInflicted,
}

/// <summary>A rule fired, or would have.</summary>
/// <param name="Episode">When the condition began to hold.</param>
/// <param name="Objects">One, or several where the rule fires for all together.</param>
/// <param name="Group">It is the whole rule's, though it may have one object.</param>
/// <param name="Together">How many of the cluster fired together; of a storm.</param>
/// <param name="Run">The run that it is put down to; of what is self-inflicted.</param>
internal sealed record Firing(DateTimeOffset Episode, DateTimeOffset At, IReadOnlyList<FleetObject> Objects, Consequence Consequence, bool Group = false, int Together = 0, string? Run = null)
{
    /// <summary>The same for the same episode of the same object, however often it is decided. That it was held is another entry: it may
    /// fire yet.</summary>
    public string KeyOf(string trigger) => KeyOf(
        trigger, Group ? "" : Objects[0].Id, Episode, Consequence is Consequence.Flapping or Consequence.SelfInflicted ? Consequence : Consequence.Acts);

    /// <param name="id">The object's; empty for the whole rule.</param>
    public static string KeyOf(string trigger, string id, DateTimeOffset episode, Consequence consequence = Consequence.Acts)
    {
        var what = $"{trigger}\n{id}\n{episode.UtcTicks}\n{consequence}";
        return "fleet-rule:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..32];
    }
}
