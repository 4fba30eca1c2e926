using System.Net.Http.Headers;
using System.Text;

namespace Runbooks.Benchmarks.Engine;

/// <summary>The workflows that are measured.</summary>
internal static class FiveSteps
{
    public const string Id = "five-steps";

    public const string WaitingId = "waiting";

    /// <summary>An administrator's, of servers that live for a benchmark.</summary>
    public const string Key = "key-of-the-benchmarks-0123456789abcdef";

    /// <summary>Scripts, since each is a unit: durable before the next starts. What the interpreter does itself shares a commit.</summary>
    private const string Yaml = """
        apiVersion: runbooks/v1
        id: five-steps
        name: Five trivial steps
        steps:
          one: { activity: flow.script, with: { script: "return 1" } }
          two: { activity: flow.script, with: { script: "return 2" } }
          three: { activity: flow.script, with: { script: "return 3" } }
          four: { activity: flow.script, with: { script: "return 4" } }
          five: { activity: flow.script, with: { script: "return 5" } }
        transitions:
          - one -> two
          - two -> three
          - three -> four
          - four -> five
        """;

    private const string WaitingYaml = """
        apiVersion: runbooks/v1
        id: waiting
        name: Waits for a signal
        steps:
          wait: { activity: flow.wait-for-signal, with: { name: go } }
        """;

    public static async Task PublishAsync(HttpClient client)
    {
        await PublishAsync(client, Id, Yaml);
        await PublishAsync(client, WaitingId, WaitingYaml);
    }

    public static async Task PublishAsync(HttpClient client, string id, string yaml)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var content = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        using var saved = await client.PutAsync($"/api/v1/workflows/{id}", content);
        saved.EnsureSuccessStatusCode();
        using var published = await client.PostAsync($"/api/v1/workflows/{id}/publish", null);
        published.EnsureSuccessStatusCode();
    }
}
