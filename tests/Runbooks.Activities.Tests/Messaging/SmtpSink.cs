using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runbooks.Activities.Tests.Messaging;

/// <summary>A mail server on loopback that keeps what it is given.</summary>
internal sealed class SmtpSink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public SmtpSink()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public List<string> Messages { get; } = [];

    public List<string> Commands { get; } = [];

    /// <summary>The answer to a command that begins so; an empty one closes the connection.</summary>
    public Dictionary<string, string> Answers { get; } = new() { ["EHLO"] = "250-sink\r\n250 AUTH PLAIN", ["AUTH"] = "235 welcome" };

    /// <summary>The answer to a whole message; empty closes the connection, null never comes.</summary>
    public string? Taken { get; set; } = "250 taken";

    public TaskCompletionSource Received { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = TalkAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        using (var reader = new StreamReader(client.GetStream(), Encoding.UTF8))
        await using (var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" })
        {
            await writer.WriteLineAsync("220 sink");
            while (await reader.ReadLineAsync() is { } line)
            {
                Commands.Add(line);
                var answer = line == "DATA" ? "354 go on" : Answers.FirstOrDefault(pair => line.StartsWith(pair.Key, StringComparison.Ordinal)).Value ?? "250 ok";
                if (answer is "") return;
                await writer.WriteLineAsync(answer);
                if (line != "DATA") continue;
                Messages.Add(await MessageAsync(reader));
                Received.TrySetResult();
                if (Taken is "") return;
                if (Taken is not null) await writer.WriteLineAsync(Taken);
            }
        }
    }

    private static async Task<string> MessageAsync(StreamReader reader)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") message.AppendLine(line);
        return message.ToString();
    }
}
