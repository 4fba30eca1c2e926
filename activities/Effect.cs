using System.Text.Json.Serialization;

namespace Runbooks.Activities;

/// <summary>What an activity does to the world, in rising order of consequence.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Effect>))]
public enum Effect
{
    /// <summary>Looks only.</summary>
    [JsonStringEnumMemberName("read")] Read,

    /// <summary>Changes something without interrupting anyone.</summary>
    [JsonStringEnumMemberName("change")] Change,

    /// <summary>Interrupts what runs on the target.</summary>
    [JsonStringEnumMemberName("disrupt")] Disrupt,

    /// <summary>Cannot be taken back.</summary>
    [JsonStringEnumMemberName("destroy")] Destroy,
}
