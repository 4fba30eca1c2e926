namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>What AWS answers instead of doing something.</summary>
internal sealed class Refusal(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    public static Refusal NoInstance(string id) => new("InvalidInstanceID.NotFound", $"The instance ID '{id}' does not exist");

    public static Refusal State(string id, string what) =>
        new("IncorrectInstanceState", $"The instance '{id}' is not in a state from which it can be {what}.");
}
