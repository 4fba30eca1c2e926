using System.Text.Json.Serialization;

namespace Runbooks.Activities.Compute;

/// <summary>Whether the guest is asked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PowerMode>))]
public enum PowerMode
{
    /// <summary>Asks the guest, which ends its work in order.</summary>
    [JsonStringEnumMemberName("graceful")] Graceful,

    /// <summary>Pulls the plug or the reset line: what the guest has not written is lost.</summary>
    [JsonStringEnumMemberName("hard")] Hard,
}
