using System.Text.Json;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Server.Channels.Types;

/// <summary>A service through which people are told.</summary>
internal interface IChannelType
{
    string Name { get; }

    Type SettingsType { get; }

    /// <summary>Those that cannot be left out come first.</summary>
    IReadOnlyList<string> SecretNames { get; }

    int RequiredSecrets { get; }

    /// <summary>Whether it is told too when the cause is over.</summary>
    bool Resolves { get; }

    /// <summary>What is wrong with what was entered, beyond the schema.</summary>
    /// <exception cref="Activities.ActivityFailure">Says it.</exception>
    void Check(ChannelCall call);

    /// <exception cref="Activities.ActivityFailure">It was not taken, or that is not known.</exception>
    Task<MessageSent> SendAsync(ChannelCall call, CancellationToken cancellation);
}

/// <summary>One message through one channel.</summary>
/// <param name="Key">Names it: where the service knows repeats, it is one incident.</param>
internal sealed record ChannelCall(JsonElement Settings, IReadOnlyDictionary<string, string> Secrets, PlainMessage Message, string Key)
{
    /// <summary>That what the key names is over.</summary>
    public bool IsOver { get; init; }

    public T Read<T>() => Settings.Deserialize<T>(Activities.ActivityJson.Options)!;

    public string Secret(string name) => Secrets.GetValueOrDefault(name, "");
}
