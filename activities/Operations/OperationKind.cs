using System.Text.Json.Serialization;

namespace Runbooks.Activities.Operations;

/// <summary>What happens when the same call is made twice, which decides what a restart may do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationKind>))]
public enum OperationKind
{
    /// <summary>Repeating reaches the same state (power on). May be repeated.</summary>
    [JsonStringEnumMemberName("convergent")] Convergent,

    /// <summary>The call carries the key, and the other side knows it again (EC2 ClientToken). May be repeated with the same key.</summary>
    [JsonStringEnumMemberName("keyed")] Keyed,

    /// <summary>Repeating does it twice (revert, script). Never repeated: an unknown end is reported as <c>step.interrupted</c>.</summary>
    [JsonStringEnumMemberName("once")] Once,
}
